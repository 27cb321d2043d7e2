using BlazorTasks.Dashboard.Components.Pages;
using BlazorTasks.Tests.Support;
using Bunit;

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
        Press(cut, "Older");
        cut.WaitForAssertion(() => Names(cut).Should().NotIntersectWith(first));
        Press(cut, "Older");
        cut.WaitForAssertion(() => cut.FindAll("tbody tr").Should().HaveCount(20));
        Press(cut, "Newer");
        cut.WaitForAssertion(() => cut.FindAll("tbody tr").Should().HaveCount(50));
        Press(cut, "Newer");

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

        cut.Find("input[type=search]").Input("import");

        cut.WaitForAssertion(() => Navigation.Uri.Should().EndWith("?q=import"));
        cut.WaitForAssertion(() => Names(cut).Should().Equal("Import customers"));
    }

    [Fact]
    public async Task Render_CursorOfNobody_ShowsTheFirstPage()
    {
        await Monitor.Start("Only", _ => { }).Completion;
        Navigation.NavigateTo("?page=nonsense");

        var cut = Render<HistoryPage>();

        cut.WaitForAssertion(() => Names(cut).Should().Equal("Only"));
    }

    private static List<string> Names(IRenderedComponent<HistoryPage> cut) => [.. cut.FindAll("tbody .cell-name a").Select(link => link.TextContent)];

    private static void Press(IRenderedComponent<HistoryPage> cut, string label) =>
        cut.FindAll(".pager button").Single(button => button.TextContent.Contains(label)).Click();
}
