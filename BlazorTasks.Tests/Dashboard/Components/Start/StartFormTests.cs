using BlazorTasks.Dashboard.Components.Formatting;

namespace BlazorTasks.Tests.Dashboard.Components.Start;

public class StartFormTests : DashboardTest
{
    [Fact]
    public async Task Render_EarlierInputs_AreOfferedOnceEachAndFillTheForm()
    {
        foreach (var number in new[] { 1, 2, 2 })
        {
            await (await Monitor.StartAsync("double", Json.Parse($$"""{"number":{{number}}}"""), new StartOptions { Owner = "local" }))
                .Completion;
        }

        var cut = Render<StartPage>(page => page.Add(p => p.Name, "double"));
        var recent = cut.WaitForElement(".recent button");
        await cut.InvokeAsync(() => recent.ClickAsync(new()));
        Popovers.WaitForAssertion(() => Popovers.FindAll("[role=menuitem] .cut").Select(item => item.TextContent).Should()
            .Equal("Number 2", "Number 1"));
        await Popovers.InvokeAsync(() => Popovers.FindAll("[role=menuitem]")[1].ClickAsync(new()));

        cut.Find("#f-number").GetAttribute("value").Should().Be("1");
    }

    [Fact]
    public async Task Render_FromATask_BeginsWithItsInputButNotItsSecrets()
    {
        var earlier = await Monitor.StartAsync("every-kind", Json.Parse(
            """
            {"title":"Spring","count":3,"dry_run":true,"mode":"keep_both","day":"2026-11-21","at":"2026-11-21T14:00:00Z",
             "pause":"00:30:00","key":"s3cret"}
            """));
        await earlier.Completion;
        Navigation.NavigateTo($"start/every-kind?from={earlier.Id}");

        var cut = Render<StartPage>(page => page.Add(p => p.Name, "every-kind"));

        cut.WaitForAssertion(() => cut.Find("#f-title").GetAttribute("value").Should().Be("Spring"));
        cut.Find("#f-dry_run").HasAttribute("checked").Should().BeTrue();
        cut.Find("#f-key").GetAttribute("value").Should().BeNullOrEmpty();
        cut.Markup.Should().NotContain("s3cret");
    }

    [Fact]
    public async Task Submit_WithPriorityAndTags_StartsWithThem()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "no-result"));
        await ChooseAsync(cut, "h-priority-label", "High");
        await cut.InvokeAsync(() => cut.Find("#h-tags").ChangeAsync(new() { Value = "spring, crm, spring" }));

        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        cut.WaitForAssertion(() => Navigation.Uri.Should().Contain("/task/"));
        var task = await Monitor.GetAsync(TaskId.Parse(Navigation.Uri[^36..], null));
        task!.Priority.Should().Be(10);
        task.Tags.Should().Equal("spring", "crm");
    }

    [Fact]
    public async Task Submit_TagThatIsTooLong_ReportsItAtTheField()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "no-result"));
        await cut.InvokeAsync(() => cut.Find("#h-tags").ChangeAsync(new() { Value = new string('x', 51) }));

        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        cut.WaitForAssertion(() => cut.Find("#h-tags-err").TextContent.Should()
            .Be("A task can have at most 20 tags of 1 to 50 characters each."));
        Navigation.Uri.Should().NotContain("/task/");
    }

    [Fact]
    public async Task Submit_PressedTwice_StartsOneTask()
    {
        var cut = Render<StartPage>(page => page.Add(p => p.Name, "no-result"));
        var form = cut.Find("form");

        await Task.WhenAll(form.SubmitAsync(), form.SubmitAsync());

        cut.WaitForAssertion(() => Navigation.Uri.Should().Contain("/task/"));
        await Monitor.Until(TaskId.Parse(Navigation.Uri[^36..], null), task => task.State.IsFinal());
        (await Monitor.CountAsync(new())).Should().Be(1);
    }

    [Fact]
    public void Search_Definitions_NarrowsTheList()
    {
        var cut = Render<StartPage>();

        cut.Find("input[type=search]").Input("secret");
        cut.WaitForAssertion(() => cut.FindAll(".cat b").Select(item => item.TextContent).Should().Equal("Keeps a secret"));
        cut.Find("input[type=search]").Input("nothing like it");
        cut.WaitForAssertion(() => cut.Find(".none").TextContent.Should().Be("No definitions match “nothing like it”."));
    }

    [Fact]
    public void PolicyWords_Of_SaysWhatIsSpecial()
    {
        PolicyText.Of(TaskPolicy.Default).Should().BeEmpty();
        PolicyText.Of(new TaskPolicy { MaxAttempts = 3, Timeout = TimeSpan.FromMinutes(30), Concurrency = 1 }).Replace('\u00A0', ' ')
            .Should().Be("up to 3 attempts, times out after 30 min, one at a time");
    }
}
