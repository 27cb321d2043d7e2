using BlazorTasks.Dashboard.Components.Filters;

namespace BlazorTasks.Tests.Dashboard.Components.Filters;

public class FilterChipTests : DashboardTest
{
    private static readonly ChipOption[] Options = [new("failed", "Failed"), new("cancelled", "Cancelled")];

    [Fact]
    public void Render_OffWithNothingToChoose_ShowsNothing() =>
        Render<FilterChip>(chip => chip.Add(one => one.Name, "Tag")).Nodes.Should().BeEmpty();

    [Fact]
    public void Render_ValueThatIsNoOption_IsShownOnOneLine()
    {
        var cut = Render<FilterChip>(chip => chip.Add(one => one.Name, "Error").Add(one => one.Value, "first\nsecond"));

        cut.Find(".chip-v").TextContent.Should().Be("Error: first␤second");
    }

    [Fact]
    public async Task Remove_Pressed_ReturnsToTheFirstPage()
    {
        Navigation.NavigateTo("?tag=urgent&page=abc&n=51&size=10");
        var cut = Render<FilterChip>(chip => chip.Add(one => one.Name, "Tag").Add(one => one.Parameter, "tag")
            .Add(one => one.Value, "urgent"));

        await cut.Find(".chip-x").ClickAsync(new());

        new Uri(Navigation.Uri).Query.Should().Be("?size=10");
    }

    [Fact]
    public async Task Choose_OneMoreOfSeveral_AddsItInTheUrl()
    {
        var cut = Render<FilterChip>(chip => chip.Add(one => one.Name, "State").Add(one => one.Parameter, "state")
            .Add(one => one.Value, "failed").Add(one => one.Options, Options).Add(one => one.Multiple, true));
        await cut.Find(".chip-v").ClickAsync(new());
        Popovers.WaitForAssertion(() => Popovers.FindAll("[role=menuitemcheckbox]").Select(item => item.GetAttribute("aria-checked"))
            .Should().Equal("true", "false"));

        await Popovers.InvokeAsync(() => Popovers.FindAll("[role=menuitemcheckbox]")[1].ClickAsync(new()));

        Uri.UnescapeDataString(new Uri(Navigation.Uri).Query).Should().Be("?state=failed,cancelled");
    }
}
