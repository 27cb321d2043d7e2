using BlazorTasks.Dashboard.Components.Cards;

namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class ActivePageTests : DashboardTest
{
    [Fact]
    public async Task Card_OfTheOneWhoLooks_SaysYou()
    {
        Login.SetAuthorized("Anna Lind");
        Monitor.Start("Hers", task => Task.Delay(Timeout.Infinite, task.CancellationToken), new() { Owner = "Anna Lind" });
        Monitor.Start("His", task => Task.Delay(Timeout.Infinite, task.CancellationToken), new() { Owner = "Jonas Berg" });
        await Monitor.UntilActive(active => active.InProgress.Count == 2);

        var cut = Render<ActivePage>();

        cut.WaitForAssertion(() => cut.FindAll(".card-foot .avatar + .cut").Select(owner => owner.TextContent).Should()
            .BeEquivalentTo("You", "Jonas Berg"));
    }

    [Fact]
    public void Render_NoTasks_SaysWhatToDoNext()
    {
        var cut = Render<ActivePage>();

        cut.Find("h2").TextContent.Should().Be("Nothing is running");
        cut.Find("a.mud-button-filled-primary[href=start]");
    }

    [Fact]
    public async Task Render_TaskReports_CardMovesWithoutBeingAsked()
    {
        var cut = Render<ActivePage>();
        var next = new TaskCompletionSource();

        var task = Monitor.Start("Import customers", async task =>
        {
            task.Report(10, "Opening file");
            await next.Task;
            task.Report(70, "Row 8,412 of 12,000");
            task.Log("Batch 15 committed");
            await Task.Delay(Timeout.Infinite, task.CancellationToken);
        });

        cut.WaitForAssertion(() => cut.Find(".card .card-status").TextContent.Trim().Should().Be("Opening file"));
        next.SetResult();
        cut.WaitForAssertion(() => cut.Find(".card .card-status").TextContent.Trim().Should().Be("Row 8,412 of 12,000"));
        cut.Find(".card [role=progressbar]").GetAttribute("aria-valuenow").Should().Be("70");
        cut.WaitForAssertion(() => cut.Find(".card-log b").TextContent.Should().Be("Batch 15 committed"));
        await task.CancelAsync();
    }

    [Fact]
    public async Task Cancel_Pressed_ReportsTheTaskWhoAsked()
    {
        var task = Monitor.Start("Long", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        var cut = Render<ActivePage>();
        cut.WaitForElement(".card[data-state=running]");

        await PressAsync(cut.Find("button[aria-label='Cancel Long']"));

        cut.WaitForAssertion(() => cut.Find(".card").GetAttribute("data-state").Should().Be("cancelled"));
        (await Monitor.GetAsync(task.Id))!.CancelRequestedBy.Should().Be("local");
    }

    [Fact]
    public async Task Dismiss_Pressed_CardLeavesAndTaskStaysInTheHistory()
    {
        var task = Monitor.Start("Quick", _ => { });
        await task.Completion;
        var cut = Render<ActivePage>();
        cut.WaitForElement("button[aria-label='Dismiss Quick']");

        await PressAsync(cut.Find("button[aria-label='Dismiss Quick']"));

        cut.WaitForAssertion(() => cut.FindAll(".card").Should().BeEmpty());
        (await Monitor.CountAsync(new())).Should().Be(1);
    }

    [Fact]
    public async Task Render_HostileNames_AreText()
    {
        var task = Monitor.Start("<img src=x onerror=alert(1)>", task =>
        {
            task.Report(1, "<script>alert(1)</script>");
            throw new InvalidOperationException("<b onclick=alert(1)>bad</b>");
        });
        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);
        var cut = Render<ActivePage>();

        cut.WaitForAssertion(() => cut.Find(".say-bad").TextContent.Should().Be("<b onclick=alert(1)>bad</b>"));
        cut.Find(".card-name").TextContent.Trim().Should().Be("<img src=x onerror=alert(1)>");
        cut.FindAll("script, .card img, .say b").Should().BeEmpty();
    }

    [Fact]
    public async Task ScheduleFilter_Chosen_ShowsTheTasksThatItStarted()
    {
        Monitor.Start("Started by a person", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        await Monitor.Schedules.CreateAsync("nightly", new() { Definition = "restartable", Rule = new() { Cron = "0 3 * * *" } });
        var cut = Render<ActivePage>();
        cut.WaitForElement(".card");
        cut.FindAll(".chip").Should().NotContain(chip => chip.TextContent.Contains("Schedule"), "no schedule has started anything");
        await Monitor.Schedules.RunAsync("nightly", "Anna Lind");
        cut.WaitForAssertion(() => cut.FindAll(".chip").Should().ContainSingle(chip => chip.TextContent.Contains("Schedule")));

        await cut.InvokeAsync(() => cut.FindAll("button.chip").Single(chip => chip.TextContent.Contains("Schedule")).ClickAsync(new()));
        Popovers.WaitForAssertion(() => Popovers.Find("[role=menuitemradio]").TextContent.Trim().Should().Be("nightly"));
        await Popovers.InvokeAsync(() => Popovers.Find("[role=menuitemradio]").ClickAsync(new()));

        cut.WaitForAssertion(() => Navigation.Uri.Should().EndWith("?schedule=nightly"));
        cut.WaitForAssertion(() => cut.FindAll(".card-name").Should().ContainSingle());
    }

    [Fact]
    public async Task CancelTicked_Pressed_AsksFirstAndSaysWhatIsOmitted()
    {
        var running = new[] { "A", "B" }.Select(name => Monitor.Start(name, task => Task.Delay(Timeout.Infinite, task.CancellationToken)))
            .ToList();
        var ended = Monitor.Start("C", _ => { });
        await ended.Completion;
        await Monitor.UntilActive(active => active.InProgress.Count(task => task.State == TaskState.Running) == 2
            && active.JustFinished.Count == 1);
        Navigation.NavigateTo("?view=rows");
        var cut = Render<ActivePage>();
        foreach (var name in new[] { "A", "B", "C" })
        {
            cut.WaitForElement($"input[aria-label='Select {name}']");
            await cut.InvokeAsync(() => cut.Find($"input[aria-label='Select {name}']").ClickAsync(new()));
        }

        var preview = cut.InvokeAsync(() => cut.FindAll(".bulk button").Single(button => button.TextContent.StartsWith("Cancel 2"))
            .ClickAsync(new()));
        Dialogs.WaitForElement("[role=dialog]");

        Dialogs.Find("[role=dialog] h2").TextContent.Replace('\u00A0', ' ').Should().Be("Cancel 2 tasks");
        Dialogs.Find("[role=dialog] .left").TextContent.Replace('\u00A0', ' ').Trim().Should().Be("Skipped 1 task: already finished.");
        running.Should().OnlyContain(task => task.Snapshot.CancelRequestedAt == null);
        await PressInDialogAsync("Cancel 2 tasks");
        await preview;
        foreach (var task in running)
        {
            (await Monitor.Until(task.Id, now => now.State.IsFinal())).CancelRequestedBy.Should().Be("local");
        }
    }

    [Fact]
    public async Task Selection_OfThePageBeforeAReload_IsRestoredAsFarAsItIsStillListed()
    {
        var task = Monitor.Start("A", code => Task.Delay(Timeout.Infinite, code.CancellationToken));
        Navigation.NavigateTo("?view=rows");
        var cut = Render<ActivePage>();
        cut.WaitForElement("input[aria-label='Select A']");

        await cut.InvokeAsync(() => cut.Find("[data-selection]").ChangeAsync(new() { Value = $"{Guid.NewGuid()},{task.Id}" }));

        cut.Find(".bulk b").TextContent.Should().Be("1 selected");
        cut.Find("[data-selection]").GetAttribute("value").Should().Be($"{task.Id}");
    }

    [Fact]
    public async Task Dispose_OfThePage_EndsItsSubscription()
    {
        var before = Monitor.Subscribers;
        Render<ActivePage>();
        Monitor.Subscribers.Should().Be(before + 1);

        await DisposeComponentsAsync();

        Monitor.Subscribers.Should().Be(before);
    }

    [Fact]
    public async Task Press_TaskThatIsNotOnThePageOrNoAction_DoesNothing()
    {
        var hidden = Monitor.Start("Long", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        Monitor.Start("Other", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        Navigation.NavigateTo("?q=Other");
        var cut = Render<ActivePage>();
        cut.WaitForElement(".card[data-state=running]");

        foreach (var (task, action) in new[] { (hidden.Id.ToString(), "Cancel"), ("nothing", "Cancel"),
            (cut.Find(".card").GetAttribute("data-task"), "Purge"), (null, null) })
        {
            await cut.Find("ul.cards").TriggerEventAsync("ontaskaction", new TaskActionEventArgs { Task = task, Action = action });
        }

        Monitor.Active.InProgress.Should().HaveCount(2).And.OnlyContain(task => task.CancelRequestedAt == null);
    }

    /// <summary>What cardActions.js makes of a click.</summary>
    private static Task PressAsync(AngleSharp.Dom.IElement button) =>
        button.TriggerEventAsync("ontaskaction",
            new TaskActionEventArgs
            {
                Task = button.Closest("[data-task]")!.GetAttribute("data-task"),
                Action = button.GetAttribute("data-act")
            });
}
