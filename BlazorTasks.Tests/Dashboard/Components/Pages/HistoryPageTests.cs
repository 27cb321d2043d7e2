namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class HistoryPageTests : DashboardTest
{
    [Fact]
    public void Render_NothingFinished_SaysWhatWouldBeHere()
    {
        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => cut.Find("h2").TextContent.Should().Be("No finished tasks yet"));
    }

    [Fact]
    public async Task Render_ManyFinished_PagesWithNewerAndOlder()
    {
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Monitor.Start($"Task {i}", _ => { }).Completion));

        var cut = Render<HistoryPage>();
        cut.WaitForAssertion(() => cut.FindAll("tbody tr").Should().HaveCount(50));
        cut.Find(".head .sub").TextContent.Replace('\u00A0', ' ').Should().Be("120 finished tasks, kept for 400 days");
        var first = Names(cut);
        await PressAsync(cut, "Older");
        cut.WaitForAssertion(() => Names(cut).Should().NotIntersectWith(first));
        await PressAsync(cut, "Older");
        cut.WaitForAssertion(() => cut.FindAll("tbody tr").Should().HaveCount(20));
        await PressAsync(cut, "Newer");
        cut.WaitForAssertion(() => cut.FindAll("tbody tr").Should().HaveCount(50));
        await PressAsync(cut, "Newer");

        cut.WaitForAssertion(() => Names(cut).Should().Equal(first));
    }

    [Fact]
    public async Task Render_TaskEndsWhileLooking_AppearsOnTop()
    {
        var cut = Render<HistoryPage>();

        await Monitor.Start("Fresh", _ => { }).Completion;

        cut.WaitForAssertion(() => Names(cut).Should().Equal("Fresh"));
    }

    [Fact]
    public async Task Search_Text_IsInTheAddressAndFindsIt()
    {
        await Monitor.Start("Import customers", _ => { }).Completion;
        await Monitor.Start("Index a folder", _ => { }).Completion;
        var cut = Render<HistoryPage>();

        await cut.InvokeAsync(() => cut.Find("input[type=search]").Input("import"));

        cut.WaitForAssertion(() => Navigation.Uri.Should().EndWith("?q=import"));
        cut.WaitForAssertion(() => Names(cut).Should().Equal("Import customers"));
    }

    [Fact]
    public async Task SameError_OfSeveral_IsCountedAndLeadsToThem()
    {
        for (var batch = 1; batch <= 3; batch++)
        {
            await FluentActions.Awaiting(() =>
                Monitor.Start("Moderate comments", _ => throw new IOException("HTTP 429 from the classifier")).Completion).Should()
                .ThrowAsync<IOException>();
        }

        await FluentActions.Awaiting(() => Monitor.Start("Send", _ => throw new IOException("refused")).Completion).Should()
            .ThrowAsync<IOException>();
        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => cut.FindAll("tbody .tag").Select(tag => tag.TextContent).Should()
            .Equal("same × 3", "same × 3", "same × 3"));
        cut.Find("tbody .tag").GetAttribute("title").Should().Be("Show 3 tasks with this error");
        Navigation.NavigateTo(cut.Find("tbody .tag")
            .GetAttribute("href")!.Replace("history?", "?", StringComparison.Ordinal)); // the page under test is at the root

        cut.WaitForAssertion(() => Names(cut).Should().Equal("Moderate comments", "Moderate comments", "Moderate comments"));
        cut.Find(".chip-on").TextContent.Should().Contain("Error: HTTP 429 from the classifier");
        cut.FindAll("tbody .tag").Should().BeEmpty("they all are the same now");
    }

    [Fact]
    public async Task Render_CursorOfNobody_ShowsTheFirstPage()
    {
        await Monitor.Start("Only", _ => { }).Completion;
        Navigation.NavigateTo("?page=nonsense");

        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => Names(cut).Should().Equal("Only"));
    }

    [Fact]
    public async Task Render_FilterInTheAddress_ShowsWhatMatchesAndNamesTheFilter()
    {
        await Monitor.Start("Good", _ => { }, new StartOptions { Owner = "anna" }).Completion;
        await EndedAsync(Monitor.Start("Bad", _ => throw new IOException("broken"), new StartOptions { Owner = "anna" }));
        Navigation.NavigateTo("?state=failed&time=today&owner=anna");

        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => Names(cut).Should().Equal("Bad"));
        cut.FindAll(".chip-v").Select(chip => chip.TextContent).Should().Equal("Finished: Today", "State: Failed", "Owner: anna");
        await cut.InvokeAsync(() => cut.Find("button[aria-label='Remove filter State: Failed']").ClickAsync(new()));
        cut.WaitForAssertion(() => Names(cut).Should().BeEquivalentTo("Bad", "Good"));
        Navigation.Uri.Should().EndWith("?time=today&owner=anna");
    }

    [Fact]
    public async Task Render_ValueNotUnderstood_IsReportedAndIgnored()
    {
        await Monitor.Start("Only", _ => { }).Completion;
        Navigation.NavigateTo("?state=broken");

        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => Names(cut).Should().Equal("Only"));
        cut.Find(".banner").TextContent.Should().Contain("“broken” is not a valid value for “state”");
    }

    [Fact]
    public async Task Render_NothingMatches_SaysWhatWouldWithoutEachFilter()
    {
        await Monitor.Start("Import customers", _ => { }, new StartOptions { Owner = "anna" }).Completion;
        Navigation.NavigateTo("?q=import&owner=jonas");

        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => cut.Find("h2").TextContent.Should().Be("No matching finished tasks"));
        var without = cut.FindAll(".without button").Should().ContainSingle().Subject;
        without.TextContent.Replace('\u00A0', ' ').Should().Be("Without Owner: jonas: 1 task");
        await cut.InvokeAsync(() => cut.Find(".without button").ClickAsync(new()));
        cut.WaitForAssertion(() => Names(cut).Should().Equal("Import customers"));
    }

    [Fact]
    public async Task Sort_Pressed_IsInTheAddressAndShownInTheHead()
    {
        await Monitor.Start("B", _ => { }).Completion;
        await Monitor.Start("A", _ => { }).Completion;
        await Monitor.Start("C", _ => { }).Completion;
        var cut = Render<HistoryPage>();
        cut.WaitForAssertion(() => Names(cut).Should().Equal("C", "A", "B"));

        await cut.InvokeAsync(() => cut.FindAll("th button").Single(button => button.TextContent == "Task").ClickAsync(new()));

        cut.WaitForAssertion(() => Names(cut).Should().Equal("A", "B", "C"));
        Navigation.Uri.Should().EndWith("?sort=name&dir=asc");
        cut.Find("th[aria-sort=ascending]").TextContent.Should().Be("Task");
    }

    [Fact]
    public async Task Tick_WithShift_SelectsTheRowsBetweenAndHoldsTheList()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Monitor.Start($"Task {i}", _ => { }).Completion));
        var cut = Render<HistoryPage>();
        cut.WaitForAssertion(() => Names(cut).Should().HaveCount(4));
        var before = Names(cut);

        await cut.InvokeAsync(() => Boxes(cut)[0].ClickAsync(new()));
        await cut.InvokeAsync(() => Boxes(cut)[2].ClickAsync(new Microsoft.AspNetCore.Components.Web.MouseEventArgs { ShiftKey = true }));
        cut.Find(".bulk b").TextContent.Should().Be("3 selected");
        await EndedAsync(Monitor.Start("New", _ => { }));

        cut.WaitForAssertion(() => cut.Find(".pill-new").TextContent.Should().Be("1 new: show"));
        Names(cut).Should().Equal(before);
        await cut.InvokeAsync(() => cut.Find(".pill-new").ClickAsync(new()));
        Names(cut).Should().Equal(["New", .. before]);
    }

    [Fact]
    public async Task Selection_OfThePageBeforeAReload_IsRestoredAsFarAsItIsStillListed()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Monitor.Start($"Task {i}", _ => { }).Completion));
        Navigation.NavigateTo("?size=10");
        var cut = Render<HistoryPage>();
        cut.WaitForAssertion(() => Names(cut).Should().HaveCount(10));
        var first = cut.Find("tbody tr").GetAttribute("data-task");

        await RestoreAsync(cut, $"{first},{Guid.NewGuid()}");
        cut.Find(".bulk b").TextContent.Should().Be("1 selected");
        cut.Find("[data-selection]").GetAttribute("value").Should().Be(first);
        await RestoreAsync(cut, "all");
        cut.Find(".bulk b").TextContent.Should().Be("12 selected");
        cut.Find("[data-selection]").GetAttribute("value").Should().Be("all");
    }

    private static Task RestoreAsync(IRenderedComponent<HistoryPage> cut, string selection) =>
        cut.InvokeAsync(() => cut.Find("[data-selection]").ChangeAsync(new() { Value = selection }));

    [Fact]
    public async Task SelectAllMatching_Dismiss_PreviewsAllThenRunsInTheBackgroundWithUndo()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Monitor.Start($"Task {i}", _ => { }).Completion));
        Navigation.NavigateTo("?size=10");
        var cut = Render<HistoryPage>();
        cut.WaitForAssertion(() => Names(cut).Should().HaveCount(10));

        await cut.InvokeAsync(() => cut.Find("input[aria-label='Select all on this page']").ClickAsync(new()));
        await cut.InvokeAsync(() => cut.FindAll(".bulk button").Single(button => button.TextContent == "Select all 12 matching tasks")
            .ClickAsync(new()));
        var preview = cut.InvokeAsync(() => cut.FindAll(".bulk button").Single(button => button.TextContent.Contains("Dismiss"))
            .ClickAsync(new()));
        Dialogs.WaitForAssertion(() => Dialogs.Find("[role=dialog] h2").TextContent.Replace('\u00A0', ' ').Should().Be("Dismiss 12 tasks"));
        await PressInDialogAsync("Dismiss 12 tasks");
        await preview;

        cut.WaitForAssertion(() => cut.Find(".banner b").TextContent.Replace('\u00A0', ' ').Should().Be("Dismiss 12 tasks"));
        cut.WaitForAssertion(() => Monitor.Active.Unfinished.Should().Be(0));
        await cut.InvokeAsync(() => cut.FindAll(".banner button").Single(button => button.TextContent.Contains("Undo")).ClickAsync(new()));
        cut.WaitForAssertion(() => cut.Find(".banner").TextContent.Should().Contain("Undone. No changes were made."));
        (await Monitor.ListAsync(new())).Items.Should().OnlyContain(task => task.DismissedAt == null);
    }

    [Fact]
    public async Task Charts_OfWhatMatches_SayTheSameAsTheirTables()
    {
        await Monitor.Start("Good", _ => { }).Completion;
        await EndedAsync(Monitor.Start("Bad", _ => throw new IOException("broken")));
        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => cut.Find(".plot").GetAttribute("aria-label").Should().Contain("1 succeeded, 1 failed, 0 cancelled")
            .And.Contain("Peak: 1 failed"));
        await cut.InvokeAsync(() => cut.FindAll("figure .as-table")[0].ClickAsync(new()));

        cut.FindAll("figure tbody tr")
            .Sum(row => int.Parse(row.Children[2].TextContent, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(1);
    }

    private static IReadOnlyList<AngleSharp.Dom.IElement> Boxes(IRenderedComponent<HistoryPage> cut) =>
        cut.FindAll("tbody input[type=checkbox]");

    private Task<TaskSnapshot> EndedAsync(MonitoredTask task) => Monitor.Until(task.Id, now => now.State.IsFinal());

    private static List<string> Names(IRenderedComponent<HistoryPage> cut) =>
        [.. cut.FindAll("tbody .cell-name a").Select(link => link.TextContent)];

    /// <summary>Found and pressed between two renders, as everywhere where a page is live.</summary>
    private static Task PressAsync(IRenderedComponent<HistoryPage> cut, string label) =>
        cut.InvokeAsync(() => cut.FindAll(".pager button").Single(button => button.TextContent.Contains(label)).Click());
}
