namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class StartPageTests : DashboardTest
{
    [Fact]
    public void Render_Catalog_ListsEveryDefinitionInItsGroup()
    {
        var cut = Render<StartPage>();

        cut.FindAll(".cat b").Select(item => item.TextContent).Should()
            .BeEquivalentTo(Monitor.Definitions.All.Select(definition => definition.Title));
        cut.FindAll(".cat-h").Select(item => item.TextContent).Should().Equal("Tasks", "Try it");
    }

    [Fact]
    public void Render_UnknownName_ReportsIt()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "nothing"));

        cut.Find(".empty p").TextContent.Should().Be("There is no task definition named “nothing”. It may have been renamed.");
    }

    [Fact]
    public void Render_EveryKindOfField_HasALabelledControl()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "every-kind"));

        foreach (var label in cut.FindAll(".field > label[for]"))
        {
            cut.Find("#" + label.GetAttribute("for")).NodeName.Should().BeOneOf("INPUT", "BUTTON", "TEXTAREA");
        }

        cut.FindAll("form > .stack .field").Should().HaveCount(Monitor.Definitions.Find("every-kind")!.Form.Fields.Count);
        cut.Find("#f-greeting").GetAttribute("value").Should().Be("hello");
        cut.Find("#f-key").GetAttribute("type").Should().Be("password");
        cut.Find("[type=file][aria-labelledby=f-file-label]").GetAttribute("accept").Should().Be(".csv");
    }

    [Fact]
    public async Task Submit_WrongInput_MessagesStandAtTheFieldsAndNothingStarts()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "every-kind"));
        await cut.InvokeAsync(() => cut.Find("#f-title").ChangeAsync(new() { Value = "x" }));

        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        cut.Find("#f-title-err").TextContent.Should().Be("Enter at least 2 characters");
        cut.Find("#f-count-err").TextContent.Should().Be("This field is required");
        cut.Find("#f-count").GetAttribute("aria-describedby").Should().Be("f-count-err");
        cut.Find(".errbox h3").TextContent.Should().EndWith("fields to start");
        cut.Find("#f-title").GetAttribute("value").Should().Be("x", "what was typed stays");
        Monitor.Active.Unfinished.Should().Be(0);
    }

    [Fact]
    public async Task Submit_RightInput_StartsForThisPersonAndOpensTheTask()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "value-task"));
        await cut.InvokeAsync(() => cut.Find("#f-text").ChangeAsync(new() { Value = "spring list" }));

        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        cut.WaitForAssertion(() => Navigation.Uri.Should().Contain("/task/"));
        var id = TaskId.Parse(Navigation.Uri[^36..], null);
        var task = await Monitor.Until(id, snapshot => snapshot.State.IsFinal());
        task.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Owner = "local", Label = "spring list" });
    }

    [Fact]
    public void Reset_AfterTyping_ShowsTheDefaultsAgain()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "every-kind"));
        cut.Find("#f-greeting").Change("hej");

        cut.Find(".form-foot .mud-button-text").Click();

        cut.Find("#f-greeting").GetAttribute("value").Should().Be("hello");
    }
}
