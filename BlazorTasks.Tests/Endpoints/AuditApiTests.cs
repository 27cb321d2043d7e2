namespace BlazorTasks.Tests.Endpoints;

public sealed class AuditApiTests : ApiTest
{
    [Fact]
    public async Task List_AfterStartCancelAndRemove_ReportsThemPageByPage()
    {
        var started = await JsonAsync(
            await PostAsync("tasks", """{"definition":"double","input":{"number":4}}"""),
            HttpStatusCode.Accepted);
        var id = started.GetProperty("id").GetString()!;
        await Monitor.Until(TaskId.Parse(id, null), now => now.State.IsFinal());
        await JsonAsync(await PostAsync($"tasks/{id}/remove", ""), HttpStatusCode.Accepted);

        var first = await JsonAsync(await Client.GetAsync($"audit?task={id}&limit=1"), HttpStatusCode.OK);
        var second = await JsonAsync(
            await Client.GetAsync($"audit?task={id}&limit=1&before={first.GetProperty("next").GetInt64()}"),
            HttpStatusCode.OK);

        first.GetProperty("items")[0].GetProperty("action").GetString().Should().Be("remove");
        var start = second.GetProperty("items")[0];
        (start.GetProperty("by").GetString(), start.GetProperty("action").GetString(), start.GetProperty("task_id").GetString())
            .Should().Be(("local", "start", id));
        second.GetProperty("next").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        (await JsonAsync(await Client.GetAsync("audit?refused=true"), HttpStatusCode.OK)).GetProperty("items").GetArrayLength()
            .Should().Be(0);
    }

    [Fact]
    public async Task List_BulkAction_HasNoTask()
    {
        await Monitor.RecordBulkAsync("anna", "Dismiss 12 tasks: 12 done");

        var entry = (await JsonAsync(await Client.GetAsync("audit?action=bulk"), HttpStatusCode.OK)).GetProperty("items")[0];

        entry.GetProperty("task_name").GetString().Should().Be("Dismiss 12 tasks: 12 done");
        entry.GetProperty("task_id").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Export_Filtered_HasAllPagesAndNoFormulas()
    {
        for (var number = 0; number < AuditQuery.MaxLimit + 1; number++)
        {
            await Monitor.RecordBulkAsync("=cmd|'/c calc'", $"Dismiss {number} tasks, really");
        }

        await Monitor.RecordBulkAsync("anna", "Not meant");
        var export = await Client.GetAsync($"audit.csv?by={Uri.EscapeDataString("=cmd|'/c calc'")}&action=bulk");
        var lines = (await export.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");

        export.Content.Headers.ContentDisposition!.FileName.Should().StartWith("audit-");
        lines.Should().HaveCount(AuditQuery.MaxLimit + 2);
        lines[0].Should().EndWith("at,by,person_id,signed_in_with,address,action,outcome,reason,task_id,subject");
        lines[1].Should().EndWith(",'=cmd|'/c calc',,,,bulk,done,,,\"Dismiss 200 tasks, really\"");
        lines[^1].Should().EndWith("\"Dismiss 0 tasks, really\"");
    }

    [Theory]
    [InlineData("action=frobnicate", "*must be one of start, cancel, pause, answer, retry, dismiss, remove, bulk*")]
    [InlineData("task=7", "*must be the id of a task*")]
    [InlineData("refused=2", "*must be true or false*")]
    [InlineData("before=0", "*must be an integer of at least 1*")]
    [InlineData("who=anna", "*is not a known parameter*")]
    public async Task List_WrongParameter_IsRejectedWithAMessage(string query, string detail)
    {
        var problem = await ProblemAsync(await Client.GetAsync($"audit?{query}"), HttpStatusCode.BadRequest);

        problem.GetProperty("detail").GetString().Should().Match(detail);
    }
}
