namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Exports the audit log to a file, one page at a time, for administrators.</summary>
internal static class AuditExport
{
    private const string Head = "at,by,person_id,signed_in_with,address,action,outcome,reason,task_id,subject\r\n";

    public static async Task WriteAsync(HttpContext context, TaskAccess access, TimeProvider time)
    {
        var parameters = new ApiQuery(context);
        var query = AuditApi.Read(parameters) with { Limit = AuditQuery.MaxLimit };
        parameters.Check();
        var page = await access.AuditAsync(query, context.RequestAborted); // before the response begins: it may be denied
        var response = context.Response;
        ExportFile.Begin(response, "audit", "csv", "text/csv; charset=utf-8", time.GetUtcNow());
        await response.WriteAsync(ExportFile.ByteOrderMark + Head + Lines(page), context.RequestAborted);
        while (page.Next is { } next)
        {
            page = await access.AuditAsync(query with { Before = next }, context.RequestAborted);
            await response.WriteAsync(Lines(page), context.RequestAborted);
        }
    }

    private static string Lines(AuditEntryPage page) =>
        page.Items.Aggregate(new StringBuilder(), (text, entry) => text.Append(Line(entry)).Append("\r\n")).ToString();

    private static string Line(AuditEntry entry) => string.Join(
        ',',
        entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        CsvCell.Of(entry.By),
        CsvCell.Of(entry.Origin?.PersonId),
        CsvCell.Of(entry.Origin?.SignedInWith),
        CsvCell.Of(entry.Origin?.Address),
        AuditActionNames.Write(entry.Action),
        entry.Refusal is null ? "done" : "denied",
        CsvCell.Of(entry.Refusal),
        entry.TaskId == default ? "" : $"{entry.TaskId}",
        CsvCell.Of(entry.TaskName));
}
