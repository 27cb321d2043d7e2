using AngleSharp.Dom;
using BlazorTasks.Dashboard.Components.Live;

namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class AuditPageTests : DashboardTest
{
    [Fact]
    public void Render_NothingDone_SaysWhatWouldBeHere() => Render<AuditPage>().Find(".empty h2").TextContent.Should().Be("No entries yet");

    [Fact]
    public async Task Render_Entries_SayWhoDidWhatAndWhatWasRefused()
    {
        await NoteAsync("Anna Lind", AuditAction.Start, "Import <b>");
        await NoteAsync("Jonas Berg", AuditAction.Remove, "Import <b>");
        await NoteAsync("Anna Lind", AuditAction.Answer, "Pay", "\"Pay?\" can be answered by someone else.");

        var cut = Render<AuditPage>();

        cut.FindAll("tbody tr").Select(row => string.Join('|', row.QuerySelectorAll("td").Take(4).Select(TextOf))).Should().Equal(
            "Anna Lind|Not allowed to answer|Pay|\"Pay?\" can be answered by someone else.", "Jonas Berg|Deleted|Import <b>|",
                "Anna Lind|Started|Import <b>|");
    }

    [Fact]
    public async Task Render_Search_FindsByAddressAndShowsIt()
    {
        var jonas = new Person("4711") { Name = "Jonas Berg", SignedInWith = "Cookies", Address = "10.0.0.3" };
        await NoteAsync("Anna Lind", AuditAction.Start, "Import");
        await Monitor.RecordAsync(jonas, AuditAction.RevokeKey, "Nightly");
        Navigation.NavigateTo("/audit?q=10.0.0");

        var row = Render<AuditPage>().FindAll("tbody tr").Should().ContainSingle().Which;

        row.TextContent.Should().Contain("Jonas Berg");
        row.QuerySelector("[title='Signed in with Cookies']")!.TextContent.Should().Be("10.0.0.3");
    }

    [Fact]
    public async Task Render_BulkAction_SaysItsOutcomeAndIsNoLink()
    {
        await Monitor.RecordBulkAsync("Anna Lind", "Dismiss 12 tasks: 12 done");

        var cut = Render<AuditPage>();

        cut.Find("tbody .nowrap").TextContent.Should().Be("Bulk action");
        cut.Find("tbody .cell-name").TextContent.Trim().Should().Be("Dismiss 12 tasks: 12 done");
        cut.FindAll("tbody .cell-name a").Should().BeEmpty();
    }

    [Fact]
    public async Task Render_Filter_IsInTheAddressAndCanBeCleared()
    {
        await NoteAsync("Anna Lind", AuditAction.Start, "Import");
        await NoteAsync("Jonas Berg", AuditAction.Cancel, "Import");
        Navigation.NavigateTo("/audit?action=cancel&by=Jonas%20Berg");

        var cut = Render<AuditPage>();

        cut.FindAll("tbody tr").Should().ContainSingle();
        cut.FindAll(".chip-on .chip-v").Select(chip => chip.TextContent).Should().Equal("User: Jonas Berg", "Action: Cancelled");
        await cut.Find("[aria-label='Remove filter User: Jonas Berg']").ClickAsync(new());
        new Uri(Navigation.Uri).Query.Should().Be("?action=cancel");
    }

    [Theory]
    [InlineData("?action=nonsense&refused=maybe&task=x&before=-3", "Import")]
    [InlineData("?by=nobody", "")]
    public async Task Render_AddressThatFitsNothing_OmitsWhatIsWrongAndSaysWhenNothingMatches(string query, string expected)
    {
        await NoteAsync("Anna Lind", AuditAction.Start, "Import");
        Navigation.NavigateTo($"/audit{query}");

        var cut = Render<AuditPage>();

        string.Concat(cut.FindAll("tbody .cell-name").Select(TextOf)).Should().Be(expected);
        cut.FindAll(".empty h2").Select(title => title.TextContent).Should().Equal(expected.Length == 0 ? ["No matching entries"] : []);
    }

    [Fact]
    public async Task Older_ManyEntries_TurnsThePage()
    {
        for (var i = 1; i <= 60; i++)
        {
            await NoteAsync("Anna Lind", AuditAction.Retry, $"Task {i}");
        }

        var cut = Render<AuditPage>();
        cut.FindAll("tbody tr").Should().HaveCount(50);
        await cut.FindAll(".pager button").Single(button => button.TextContent.Contains("Older", StringComparison.Ordinal))
            .ClickAsync(new());

        cut.WaitForAssertion(() => TextOf(cut.FindAll("tbody .cell-name")[0]).Should().Be("Task 10"));
        cut.FindAll("tbody tr").Should().HaveCount(10);
        cut.FindAll(".pager button").Select(button => button.HasAttribute("disabled")).Should().Equal(false, true);
    }

    [Fact]
    public async Task NewEntries_WhileSomeoneIsAtWorkInTheList_ComeWhenTheyLeaveIt()
    {
        var cut = Render<AuditPage>();
        await Start("First").Completion;
        cut.WaitForAssertion(() => cut.FindAll("tbody tr").Should().ContainSingle());
        var list = cut.FindComponent<StableList>().Instance;

        await cut.InvokeAsync(() => list.Hold(true));
        var second = Start("Second");
        await Monitor.Until(second.Id, now => now.State == TaskState.Succeeded);
        cut.FindAll("tbody tr").Should().ContainSingle("the list holds still");
        await cut.InvokeAsync(() => list.Hold(false));

        cut.WaitForAssertion(() => cut.FindAll("tbody .cell-name").Select(TextOf).Should().Equal("Second", "First"));
    }

    private MonitoredTask Start(string name) => Monitor.Start(name, _ => { }, new() { Owner = "Anna Lind" });

    private Task NoteAsync(string by, AuditAction action, string task, string? refusal = null) =>
        Store.Audit.AddAsync(new AuditEntry(DateTimeOffset.UtcNow, by, action, TaskId.New(DateTimeOffset.UtcNow),
            task)
        { Refusal = refusal }, default);

    private static string TextOf(IElement cell) => (cell.QuerySelector("a.cut") ?? cell).TextContent.Trim();
}
