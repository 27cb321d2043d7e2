namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class TaskDetailPageTests : DashboardTest
{
    [Fact]
    public async Task Replay_AnEarlierMoment_ShowsItWithoutActionsAndLeadsBack()
    {
        var task = Monitor.Start("Import", task => task.StepAsync("Save rows", () => Task.CompletedTask));
        await task.Completion;
        var step = (await Monitor.ReadEventsAsync(task.Id, 0, 100)).OfType<StepStarted>().Single().Seq;
        Navigation.NavigateTo($"task/{task.Id}?at={step}");

        var cut = Render<TaskDetailPage>(parameters => parameters.Add(page => page.Id, task.Id.ToString()));

        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("running"));
        cut.Find(".banner").TextContent.Should().Contain($"event {step} of {task.Snapshot.Seq}").And.Contain("is now “Succeeded”");
        cut.FindAll(".tl-row").Should().ContainSingle().Which.GetAttribute("data-state").Should().Be("running");
        cut.FindAll("[data-key=e], [data-key=c]").Should().BeEmpty();
        cut.FindAll(".facts dt").Single(fact => fact.TextContent == "Elapsed").NextElementSibling!.QuerySelector("time").Should()
            .BeNull("what counts on is the present");
        await cut.InvokeAsync(() => cut.Find("[data-key=']']").Click());
        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("succeeded"));
        await cut.InvokeAsync(() => cut.Find(".banner [data-key=Escape]").Click());
        Navigation.Uri.Should().EndWith($"task/{task.Id}");
        cut.WaitForAssertion(() => cut.FindAll(".replay").Should().BeEmpty());
    }

    [Fact]
    public async Task Removed_WhileSomebodyLooks_IsShownAndOffersNothing()
    {
        var task = Monitor.Start("Old", _ => { });
        await task.Completion;
        var cut = Show(task.Id);
        cut.WaitForAssertion(() => cut.Find("[data-key=e]").TextContent.Should().Be("Dismiss"));

        await Monitor.RemoveAsync(task.Id);

        cut.WaitForAssertion(() => cut.Find(".banner").TextContent.Should()
            .StartWith("This task was deleted, or you no longer have access to it."));
        cut.Find("h1").TextContent.Should().Be("Old");
        cut.FindAll("[data-key=e], [data-key=r]").Should().BeEmpty();
    }

    [Fact]
    public async Task Children_OfATask_AreListedAsTheyGoAndEnd()
    {
        var goOn = new TaskCompletionSource();
        var parent = Monitor.Start("Nightly", async task => await Monitor.Start("Import", async child =>
        {
            child.Report(40, "reading");
            await goOn.Task;
        }).Completion);
        var cut = Show(parent.Id);

        cut.WaitForAssertion(() => cut.Find("#h-children").ParentElement!.TextContent.Should().EndWith("1\u00a0task, 1 unfinished"));
        cut.WaitForAssertion(() => cut.Find(".talk li").TextContent.Should().Contain("Import").And.Contain("reading"));
        goOn.SetResult();
        await parent.Completion.WaitAsync(TestMonitor.MaxWait);

        cut.WaitForAssertion(() => cut.Find(".talk li").GetAttribute("data-state").Should().Be("succeeded"));
        cut.Find("#h-children").ParentElement!.TextContent.Should().EndWith("1\u00a0task");
        var child = (await Monitor.ListAsync(new() { Parent = parent.Id })).Items.Single();
        cut.Find(".talk a").GetAttribute("href").Should().Be($"task/{child.Id}");
        Show(child.Id).FindAll("#h-children").Should().BeEmpty();
    }

    [Fact]
    public async Task Pause_Pressed_PausesAtTheNextCheckpointAndResumes()
    {
        var (first, next) = (new TaskCompletionSource(), new TaskCompletionSource());
        var task = Monitor.Start("Import", async task =>
        {
            await first.Task;
            await task.CheckpointAsync();
            await next.Task;
            await task.CheckpointAsync();
        });
        var cut = Show(task.Id);
        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("running"));
        cut.FindAll("[title='Pause at the next checkpoint']").Should().BeEmpty("nobody knows yet whether it ever comes to a checkpoint");
        first.SetResult();
        cut.WaitForElement("[title='Pause at the next checkpoint']");

        await cut.InvokeAsync(() => cut.Find("[title='Pause at the next checkpoint']").Click());
        cut.WaitForAssertion(() => cut.Find(".banner").TextContent.Should().Contain("You requested a pause"));
        next.SetResult();
        cut.WaitForAssertion(() => cut.Find(".state-pill").TextContent.Should().Be("Paused"));
        await cut.InvokeAsync(() => cut.Find("[title='Resume the task']").Click());

        await task.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Log_OfASecondAttempt_MarksWhereItBegins()
    {
        var task = Monitor.Start("Import", (Action<TaskContext>)(task =>
        {
            task.Log($"attempt {task.Attempt} works");
            if (task.Attempt == 1)
            {
                throw new IOException("not yet");
            }
        }), new() { Policy = new() { MaxAttempts = 2, RetryDelay = TimeSpan.FromMilliseconds(20) } });
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.FindAll(".log-attempt").Should().ContainSingle().Which.TextContent.Should().Contain("attempt 2")
            .And.Contain("attempt 2 works"));
    }

    [Fact]
    public async Task External_AskingThenFailed_IsShownAsATaskWithoutWhatOnlyItsScriptCanDo()
    {
        var started = await Monitor.StartExternalAsync("Nightly backup", options: new() { Label = "db1" });
        using var script = (await Monitor.OpenExternalAsync(started.Task.Id, started.Token!)).Session!;
        script.Report(40, "Copying /etc");
        script.Log(Microsoft.Extensions.Logging.LogLevel.Information, "one line");
        var cut = Show(started.Task.Id);

        cut.WaitForAssertion(() => cut.Markup.Should().Contain("Nightly backup").And.Contain("Copying /etc").And.Contain("one line")
            .And.Contain("This task is run by an external script"));
        cut.FindAll("[title='Pause at the next checkpoint']").Should().BeEmpty();
        await script.ConfirmAsync("Overwrite the old backup?");
        cut.WaitForAssertion(() => cut.Markup.Should().Contain("Overwrite the old backup?"));
        await Monitor.AnswerAsync(started.Task.Id, "1", (object)true);
        await script.FailAsync("The disk is full");

        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("failed"));
        cut.Markup.Should().Contain("The disk is full");
        cut.FindAll("[data-key=r], a[href^=start]").Should().BeEmpty("its script is started where it is");
    }

    [Fact]
    public async Task Render_RunningTask_ShowsStepsProgressAndLogLive()
    {
        var next = new TaskCompletionSource();
        var task = Monitor.Start("Import", async task =>
        {
            await task.StepAsync("Open file", () => Task.CompletedTask);
            await task.StepAsync("Save rows", async () =>
            {
                task.Report(40, "Row 4");
                await next.Task;
                task.Report(60, "Row 6");
            });
        });

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.FindAll(".tl-row").Select(step => step.GetAttribute("data-state")).Should()
            .Equal("succeeded", "running"));
        cut.WaitForAssertion(() => cut.Find(".now-line b").TextContent.Should().Be("Row 4"));
        next.SetResult();
        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("succeeded"));
        await task.Completion;
    }

    [Fact]
    public async Task Render_FailedTask_ShowsErrorWithStackAndCause()
    {
        var task = Monitor.Start("Break", _ =>
            throw new InvalidOperationException("The shop closed the connection.", new IOException("reset by peer")));
        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find("#p-error .message").TextContent.Should().Be("The shop closed the connection."));
        cut.Find("#p-error .stackbox").TextContent.Should().Contain(nameof(Render_FailedTask_ShowsErrorWithStackAndCause));
        cut.Find("#p-error").TextContent.Should().Contain("Caused by: IOException").And.Contain("reset by peer");
    }

    [Fact]
    public async Task Render_FinishedDefinition_ShowsInputByItsLabelsAndResult()
    {
        var task = await Monitor.StartAsync("every-kind", Json.Parse(
            """
            {"title":"Spring","count":3,"dry_run":true,"mode":"keep_both","day":"2026-11-21","at":"2026-11-21T14:00:00Z",
             "pause":"00:30:00","key":"s3cret"}
            """));
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find("#p-input").TextContent.Should().Contain("Dry run").And.Contain("Keep both")
            .And.Contain("secret, never shown"));
        cut.Find("#p-input").TextContent.Should().NotContain("s3cret");
        cut.Find("[aria-labelledby=h-result] .result").TextContent.Trim().Should().StartWith("Spring 3");
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("01a1fdfa-4600-7210-83ab-d7e443bb04d6")]
    public void Render_UnknownId_SaysNotFound(string id)
    {
        var cut = Render<TaskDetailPage>(page => page.Add(p => p.Id, id));

        cut.WaitForAssertion(() => cut.Find("h1").TextContent.Should().Be("Not found"));
    }

    [Fact]
    public async Task Cancel_Pressed_SaysThatItWasAskedAndWaits()
    {
        var go = new TaskCompletionSource();
        var task = Monitor.Start("Deaf", _ => go.Task);
        var cut = Show(task.Id);
        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("running"));

        await cut.InvokeAsync(() => cut.Find(".head .end .mud-button").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.Find(".banner").TextContent.Should().StartWith("Cancellation requested ")
            .And.Contain("still running"));
        cut.Find(".head .end .mud-button").HasAttribute("disabled").Should().BeTrue();
        go.SetResult();
        await task.Completion;
    }

    [Fact]
    public async Task Render_FieldsLeftEmpty_SaysNoneForEach()
    {
        var task = await Monitor.StartAsync("every-kind", Json.Parse(
            """
            {"title":"Spring","count":3,"dry_run":false,"mode":"merge","day":"2026-11-21","at":"2026-11-21T14:00:00Z",
             "pause":"00:30:00","modes":[]}
            """));
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => Given(cut).Should().Contain(("Modes", "none")).And.Contain(("Mail", "none"))
            .And.Contain(("Key", "none")).And.Contain(("Mode", "Merge")));
    }

    [Fact]
    public async Task Render_NoFields_SaysThatItAsksForNothing()
    {
        var task = await Monitor.StartAsync("no-result", Json.Parse("{}"));
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find("#p-input").TextContent.Should().Contain("takes no input"));
    }

    [Fact]
    public async Task Render_Secret_IsNowhereInThePage()
    {
        var task = await Monitor.StartAsync("keeps-a-secret", Json.Parse("""{"key":"s3cret-Zq7"}"""));
        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

        var cut = Show(task.Id, "events");

        cut.WaitForAssertion(() => cut.Find("#p-input").TextContent.Should().Contain("secret, never shown"));
        cut.WaitForAssertion(() => cut.FindAll(".log-r").Should().NotBeEmpty());
        cut.Markup.Should().NotContain("s3cret-Zq7").And.NotContain("secret:");
    }

    [Fact]
    public async Task Render_HostileNames_AreTextAndTurnNothing()
    {
        const string Evil = "<img src=x onerror=alert(1)>\u202egpj.\u0007";
        var task = Monitor.Start(Evil, task => task.StepAsync(Evil, () => throw new IOException(Evil)),
            new() { Label = Evil, Owner = Evil, Tags = [Evil] });
        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

        var cut = Show(task.Id, "events");

        cut.WaitForAssertion(() => cut.Find("h1").TextContent.Should().Be("<img src=x onerror=alert(1)>\ufffdgpj.\u2407"));
        cut.FindAll("img").Should().BeEmpty();
        cut.Find(".main-in, .two").TextContent.Should().NotContain("\u202e").And.NotContain("\u0007");
        cut.FindAll("h1, .label, .tag, .said, .tl-n, .message").Should().OnlyContain(element => !element.TextContent.Contains('\u202e'));
    }

    [Fact]
    public async Task Render_Events_DescribeTheHistory()
    {
        var task = Monitor.Start("Deaf", async task => await Task.Delay(Timeout.Infinite, task.CancellationToken),
            new() { Owner = "Anna" });
        await Monitor.Until(task.Id, snapshot => snapshot.State == TaskState.Running);
        await task.CancelAsync("Jonas");
        await Monitor.Until(task.Id, snapshot => snapshot.State == TaskState.Cancelled);

        var cut = Show(task.Id, "events");

        cut.WaitForAssertion(() => cut.FindAll(".events .said").Select(said => said.TextContent).Should()
            .ContainInOrder("Anna created the task", "Jonas requested cancellation", "Cancelled"));
    }

    [Fact]
    public async Task Finished_Retry_RunsItOnceMore()
    {
        var task = await Monitor.StartAsync("fails-at-first", Json.Parse("""{"text":"again"}"""));
        await Monitor.Until(task.Id, snapshot => snapshot.State == TaskState.Failed);
        var cut = Show(task.Id);
        cut.WaitForAssertion(() => cut.Find("[data-key=r]").TextContent.Should().Be("Retry"));
        Services.GetRequiredService<Ledger>().Add("repaired");

        await cut.InvokeAsync(() => cut.Find("[data-key=r]").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("succeeded"));
        cut.FindAll(".tl-h").Should().HaveCount(2);
        cut.Find("[data-key=r]").GetAttribute("href").Should().Be($"start/fails-at-first?from={task.Id}");
    }

    [Fact]
    public async Task Finished_Dismiss_LeavesTheActiveTasks()
    {
        var task = Monitor.Start("Quick", _ => { });
        await task.Completion;
        var cut = Show(task.Id);
        cut.WaitForElement("[data-key=e]");

        await cut.InvokeAsync(() => cut.Find("[data-key=e]").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.FindAll("[data-key=e]").Should().BeEmpty());
        (await Monitor.GetAsync(task.Id))!.DismissedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Render_Log_ShowsLevelsAndMakesControlCharactersVisible()
    {
        var task = Monitor.Start("Lines", task =>
        {
            task.Log("\u001b[31mred\u001b[0m \u0007bell");
            task.Warn("careful");
        });
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.FindAll(".log-r .tx").Select(line => line.TextContent).Should().Equal("red \u2407bell", "careful"));
        cut.FindAll(".log-r .lv").Select(line => line.TextContent).Should().Equal("info", "warn");
    }

    [Fact]
    public async Task Clear_GrowingLog_HidesItOnThisPageOnlyUntilItIsWantedAgain()
    {
        var next = new TaskCompletionSource();
        var task = Monitor.Start("Lines", async task =>
        {
            task.Log("one");
            task.Log("two");
            await next.Task;
            task.Log("three");
        });
        var (cut, other) = (Show(task.Id), Show(task.Id));
        cut.WaitForAssertion(() => cut.FindAll(".log-r .tx").Should().HaveCount(2));

        await cut.InvokeAsync(() => cut.FindAll(".panel-head button").Single(button => button.TextContent == "Clear").ClickAsync(new()));
        cut.WaitForAssertion(() => cut.Find(".log-none").TextContent.Should().StartWith("Cleared on this page only."));
        next.SetResult();
        await task.Completion;
        cut.WaitForAssertion(() => cut.FindAll(".log-r .tx").Select(line => line.TextContent).Should().Equal("three"));
        other.WaitForAssertion(() => other.FindAll(".log-r .tx").Should().HaveCount(3));

        await cut.InvokeAsync(() => cut.FindAll(".panel-head button").Single(button => button.TextContent == "Show all").ClickAsync(new()));
        cut.WaitForAssertion(() => cut.FindAll(".log-r .tx").Select(line => line.TextContent).Should().Equal("one", "two", "three"));
    }

    [Fact]
    public async Task Render_FlatRecords_AreATableThatSorts()
    {
        var task = Monitor.Start("Table", _ => Task.FromResult(Enumerable.Range(1, 300).Select(i => new { Row = i, Name = $"n{i % 7}" })));
        await task.Completion;
        var cut = Show(task.Id);
        cut.WaitForAssertion(() => cut.FindAll(".result tbody tr").Should().HaveCount(200));
        cut.Find(".result").TextContent.Replace('\u00a0', ' ').Should().Contain("Showing the first 200 of 300 rows");

        await cut.InvokeAsync(() => cut.Find(".result th button").ClickAsync(new()));
        cut.WaitForAssertion(() => cut.Find(".result th").GetAttribute("aria-sort").Should().Be("ascending"));
        await cut.InvokeAsync(() => cut.Find(".result th button").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.Find(".result th").GetAttribute("aria-sort").Should().Be("descending"));
        cut.Find(".result tbody td").TextContent.Should().Be("300", "all rows are sorted, not only those that are shown");
    }

    [Fact]
    public async Task Render_DeepResult_FoldsWhatLiesDeepUntilItIsOpened()
    {
        var task = Monitor.Start("Tree", _ =>
            Task.FromResult(new { A = new { B = new { C = new { Deep = "treasure" } } }, Empty = Array.Empty<int>() }));
        await task.Completion;
        var cut = Show(task.Id);
        cut.WaitForAssertion(() => cut.Find(".result details").TextContent.Replace('\u00a0', ' ').Should().Be("1 field"));
        cut.Find(".result").TextContent.Should().Contain("none").And.NotContain("treasure");

        await cut.InvokeAsync(() => cut.Find(".result details").TriggerEventAsync("ontoggle", EventArgs.Empty));
        cut.WaitForAssertion(() => cut.FindAll(".result details").Should().HaveCount(2));
        await cut.InvokeAsync(() => cut.FindAll(".result details")[1].TriggerEventAsync("ontoggle", EventArgs.Empty));

        cut.WaitForAssertion(() => cut.Find(".result").TextContent.Should().Contain("treasure"));
    }

    [Fact]
    public async Task Render_MarkdownWithLinkInARecord_AreShownByTheirKind()
    {
        var task = Monitor.Start("Report", _ =>
            Task.FromResult(new
            {
                Summary = TaskResult.Markdown("# All *well*"),
                More = TaskResult.Link("https://example.org/x", "Read on")
            }));
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find(".result h3 em").TextContent.Should().Be("well"));
        cut.Find(".result a").Attributes.Where(a => a.Name is "href" or "rel").Select(a => a.Value).Should()
            .Equal("https://example.org/x", "noopener noreferrer");
    }

    [Fact]
    public async Task Render_ForgedLink_CannotBePressed()
    {
        var task = Monitor.Start("Forged", _ =>
            Task.FromResult(new Dictionary<string,
            string>
            { ["$result"] = "link", ["url"] = "javascript:alert(1)", ["text"] = "Press me" }));
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find(".result").TextContent.Trim().Should().Be("Press me"));
        cut.FindAll(".result a").Should().BeEmpty();
    }

    [Fact]
    public async Task Render_FileThatIsNoLongerKept_ReportsIt()
    {
        var task = Monitor.Start("Old", _ =>
            Task.FromResult(new Dictionary<string, string> { ["$result"] = "file", ["name"] = "a.pdf", ["token"] = "gone" }));
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find(".result").TextContent.Trim().Should().Be("a.pdf is no longer available."));
    }

    private static IEnumerable<(string Label, string Value)> Given(IRenderedComponent<TaskDetailPage> cut) =>
        cut.FindAll("#p-input dt").Zip(cut.FindAll("#p-input dd"), (label, value) => (label.TextContent, value.TextContent.Trim()));

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Tabs_GoingWithThePage_DoNotEndTheCircuitNorChangeTheNextAddress(int reported)
    {
        var task = Monitor.Start("Import", _ => { });
        await task.Completion;
        var cut = Show(task.Id);
        var tabs = cut.WaitForComponent<MudBlazor.MudTabs>().Instance;
        Navigation.NavigateTo("history");

        await cut.InvokeAsync(() => tabs.ActivePanelIndexChanged.InvokeAsync(reported));

        Navigation.Uri.Should().EndWith("/history");
    }

    private IRenderedComponent<TaskDetailPage> Show(TaskId id, string? tab = null)
    {
        Navigation.NavigateTo(tab is null ? $"task/{id}" : $"task/{id}?tab={tab}");
        return Render<TaskDetailPage>(page => page.Add(p => p.Id, id.ToString()));
    }
}
