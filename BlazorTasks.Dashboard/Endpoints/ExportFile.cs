namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A response that browsers save as a file.</summary>
internal static class ExportFile
{
    /// <summary>The beginning of a CSV file. Without it, spreadsheets assume another encoding.</summary>
    public const char ByteOrderMark = '\ufeff';

    /// <summary>Sets the headers. Nothing is sent yet.</summary>
    /// <param name="response">The response.</param>
    /// <param name="name">What the file contains, such as "history".</param>
    /// <param name="ending">The ending of its name, without the dot.</param>
    /// <param name="type">The content type.</param>
    /// <param name="at">When it is made, which its name says.</param>
    public static void Begin(HttpResponse response, string name, string ending, string type, DateTimeOffset at)
    {
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=\"{name}-{at.UtcDateTime:yyyy-MM-dd'T'HHmmss'Z'}.{ending}\"");
    }
}
