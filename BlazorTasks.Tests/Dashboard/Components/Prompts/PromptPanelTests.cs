using BlazorTasks.Dashboard.Components.Prompts;
using Microsoft.AspNetCore.Components.Web;

namespace BlazorTasks.Tests.Dashboard.Components.Prompts;

/// <summary>A question as a person sees it: every kind, every field type, and two people at once.</summary>
public class PromptPanelTests : DashboardTest
{
    private readonly ManualTimeProvider _time;

    public PromptPanelTests()
        : this(new ManualTimeProvider())
    {
    }

    private PromptPanelTests(ManualTimeProvider time)
        : base(time)
    {
        _time = time;
        Login.SetAuthorized("Anna Lind");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Confirm_Pressed_AnswersInTheNameOfThePerson(int button, bool answer)
    {
        var task = Monitor.Start("Publish", task =>
            task.ConfirmAsync("Publish 1,204 rows?", new() { Yes = "Publish", No = "Not now", Body = "3 rows were *skipped*." }));
        var cut = await ShowAsync(task);

        cut.Find("h2").TextContent.Should().Be("Publish 1,204 rows?");
        cut.Find(".prose em").TextContent.Should().Be("skipped");
        cut.FindAll(".prompt-acts button").Select(one => one.TextContent).Should().Equal("Publish", "Not now");
        await cut.InvokeAsync(() => cut.FindAll(".prompt-acts button")[button].ClickAsync(new MouseEventArgs()));

        (await task.Completion).Should().Be(answer);
        (await AnswersAsync(task)).Single().By.Should().Be("Anna Lind");
    }

    [Fact]
    public async Task Choice_Few_AreButtonsAndManyAList()
    {
        var few = Monitor.Start("Pick", task =>
            task.ChooseAsync("Which format?", [new FieldOption("csv", "CSV file"), new FieldOption("xlsx", "Excel")]));
        var many = Monitor.Start("Pick", task => task.ChooseAsync("Which city?", "Lund", "Oslo", "Turku", "Aarhus", "Bergen"));

        await (await ShowAsync(few)).FindAll("button").Single(one => one.TextContent == "Excel").ClickAsync(new MouseEventArgs());
        var list = await ShowAsync(many);
        await ChooseAsync(list, list.Find("[role=combobox]").GetAttribute("aria-labelledby")!, "Turku");
        await list.InvokeAsync(() => list.Find("form").SubmitAsync());

        (await few.Completion).Should().Be("xlsx");
        (await many.Completion).Should().Be("Turku");
    }

    [Fact]
    public async Task Choice_TwoThatAreEqual_AreShownAndEitherIsAnAnswer()
    {
        var task = Monitor.Start("Pick", task => task.ChooseAsync("Which disk?", "sda", "sda"));

        var cut = await ShowAsync(task);
        cut.FindAll(".prompt-acts button").Should().HaveCount(2);
        await cut.InvokeAsync(() => cut.FindAll(".prompt-acts button")[1].ClickAsync(new MouseEventArgs()));

        (await task.Completion).Should().Be("sda");
    }

    [Fact]
    public async Task Form_EveryKindOfField_IsShownCheckedAndBound()
    {
        var task = Monitor.Start("Fill in", task => task.AskAsync<Everything>("What shall it be?"));
        var cut = await ShowAsync(task);

        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());
        task.Snapshot.State.Should().Be(TaskState.Waiting);
        cut.FindAll(".err").Should().HaveCountGreaterThan(5);
        cut.FindAll(".errbox").Should().BeEmpty("a small form tells at the fields");
        var prefix = $"#p-{task.Id.Short}-1-";
        await cut.InvokeAsync(() => cut.Find($"{prefix}text").ChangeAsync(new() { Value = "Spring" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}notes").ChangeAsync(new() { Value = "two\nlines" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}share").ChangeAsync(new() { Value = "0.5" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}count").ChangeAsync(new() { Value = "3" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}sure").ChangeAsync(new() { Value = true }));
        await cut.InvokeAsync(() => cut.FindAll($"[name='{prefix[1..]}size']")[^1].ClickAsync(new()));
        await cut.InvokeAsync(() => cut.FindAll($"{prefix}sizes input")[0].ChangeAsync(new() { Value = true }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}day").ChangeAsync(new() { Value = "2026-11-24" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}at").ChangeAsync(new() { Value = "2026-11-24T14:30" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}key").ChangeAsync(new() { Value = "s3cret-key" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}mail").ChangeAsync(new() { Value = "a@fjord.se" }));
        await cut.InvokeAsync(() => cut.Find($"{prefix}page").ChangeAsync(new() { Value = "https://fjord.se/" }));
        cut.FindAll("input[type=file]").Should().ContainSingle();
        cut.Find($"{prefix}pause").GetAttribute("placeholder").Should().Be("hh:mm:ss");
        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        var answer = await task.Completion;
        answer.Should().BeEquivalentTo(new
        {
            Text = "Spring",
            Notes = "two\nlines",
            Share = 0.5,
            Count = 3,
            Sure = true,
            Size = Size.Large,
            Day = new DateOnly(2026, 11, 24),
            At = new DateTimeOffset(2026, 11, 24, 14, 30, 0, TimeSpan.Zero),
            Key = "s3cret-key",
            Mail = "a@fjord.se",
            Page = new Uri("https://fjord.se/"),
        });
        answer.Sizes.Should().Equal(Size.Small);
        (await AnswersAsync(task)).Single().Values.GetRawText().Should().NotContain("s3cret-key");
    }

    [Fact]
    public async Task Form_WrongAddress_IsReportedAtTheFieldAndWhatWasTypedStays()
    {
        var task = Monitor.Start("Send", task => task.AskAsync<Proof>("Who gets the proof?"));
        var cut = await ShowAsync(task);
        var field = $"#p-{task.Id.Short}-1-to";

        await cut.InvokeAsync(() => cut.Find(field).ChangeAsync(new() { Value = "marketing@fjord" }));
        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        cut.Find($"{field}-err").TextContent.Should().Contain("such as");
        cut.Find(field).GetAttribute("aria-describedby").Should().Contain($"{field[1..]}-err");
        cut.Find(field).GetAttribute("value").Should().Be("marketing@fjord");
        await cut.InvokeAsync(() => cut.Find(field).ChangeAsync(new() { Value = "marketing@fjord.se" }));
        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());
        (await task.Completion).To.Should().Be("marketing@fjord.se");
    }

    [Fact]
    public async Task Retry_WithChangedInput_ShowsTheFormOfTheDefinitionWithTheLastInput()
    {
        var task = await Monitor.StartAsync("asks-when-it-fails", Json.Parse("""{"word":"wrong"}"""));
        var cut = await ShowAsync(task);

        cut.Find("h2").TextContent.Should().Be("Attempt 1 of 3 failed. Try again?");
        cut.Find(".banner").TextContent.Should().Contain("'wrong' is wrong");
        cut.FindAll(".prompt-acts button").Select(one => one.TextContent).Should().Equal("Retry", "Retry with changed input…", "Give up");
        await cut.InvokeAsync(() => cut.FindAll(".prompt-acts button")[1].ClickAsync(new MouseEventArgs()));
        var field = $"#p-{task.Id.Short}-1-word";
        cut.Find(field).GetAttribute("value").Should().Be("wrong");
        await cut.InvokeAsync(() => cut.Find(field).ChangeAsync(new() { Value = "right" }));
        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        await task.Completion;
        (await Monitor.ReadAsync(task.Id))!.Result!.Value.GetString().Should().Be("right");
    }

    [Fact]
    public async Task GiveUp_Pressed_EndsTheTask()
    {
        var task = await Monitor.StartAsync("asks-when-it-fails", Json.Parse("""{"word":"wrong"}"""));
        var cut = await ShowAsync(task);

        await cut.InvokeAsync(() => cut.FindAll(".prompt-acts button")[2].ClickAsync(new MouseEventArgs()));

        await task.Awaiting(one => one.Completion).Should().ThrowAsync<Exception>();
        task.Snapshot.Reason.Should().Be(TaskReason.RetryDeclined);
    }

    [Fact]
    public async Task NotAllowed_OnACard_ShowsWhoMayAnswerInsteadOfButtons()
    {
        var task = Monitor.Start("Pay", task => task.ConfirmAsync("Pay 1,840 €?", new() { For = Answerers.SomeoneElse }),
            new() { Owner = "Anna Lind" });
        var waiting = await AskedAsync(task);

        var cut = Render<PromptPanel>(panel => panel.Add(p => p.Task, waiting).Add(p => p.Prompt, waiting.Prompt!)
            .Add(p => p.Compact, true));

        cut.Find(".prompt-no").TextContent.Should().Be("For anyone except the owner");
        cut.FindAll("button").Should().BeEmpty();
    }

    [Fact]
    public async Task NotAllowed_IsASentenceAndNothingCanBePressed()
    {
        var task = Monitor.Start("Pay", task => task.ConfirmAsync("Pay 1,840 €?", new() { For = Answerers.SomeoneElse }),
            new() { Owner = "Anna Lind" });
        var cut = await ShowAsync(task);

        cut.Find(".prompt-no").TextContent.Should().Contain("You cannot answer this question. It is for anyone except the owner.");
        cut.FindAll(".prompt-acts button").Should().OnlyContain(button => button.GetAttribute("aria-disabled") == "true");
        await cut.InvokeAsync(() => cut.FindAll(".prompt-acts button")[0].ClickAsync(new MouseEventArgs()));

        task.Snapshot.State.Should().Be(TaskState.Waiting);
    }

    [Fact]
    public async Task TwoPeople_TheFirstCountsAndTheOtherReadsWhoItWas()
    {
        var task = Monitor.Start("Publish", task => task.ConfirmAsync("Publish?", new() { Yes = "Publish", No = "Not now" }));
        var anna = await ShowAsync(task);
        var asked = task.Snapshot;

        await Monitor.AnswerAsync(task.Id, "1", (object)false, new Person("Jonas Berg"));
        await task.Completion;
        _time.Advance(TimeSpan.FromSeconds(2));
        asked.Prompt.Should().NotBeNull("her page has not heard of it yet");
        await anna.InvokeAsync(() => anna.FindAll(".prompt-acts button")[0].ClickAsync(new MouseEventArgs()));

        anna.Find("[role=status]").TextContent.Should().Be("Jonas Berg answered “Not now” 2\u00a0s before you.");
        (await task.Completion).Should().BeFalse();
    }

    [Fact]
    public async Task SomeoneElse_Answers_ThePanelReportsItByItself()
    {
        var task = Monitor.Start("Publish", task => task.ConfirmAsync("Publish?", new() { Yes = "Publish", No = "Not now" }));
        var cut = await ShowAsync(task);
        var prompt = task.Snapshot.Prompt!;

        await Monitor.AnswerAsync(task.Id, "1", (object)true, new Person("Jonas Berg"));
        await task.Completion;
        cut.Render(parameters => parameters.Add(panel => panel.Task, task.Snapshot).Add(panel => panel.Prompt, prompt));

        cut.WaitForAssertion(() => cut.Find("[role=status]").TextContent.Should().Be("Jonas Berg answered “Publish” now."));
    }

    [Fact]
    public async Task Key_Confirm_CanBeUndoneForFiveSeconds()
    {
        var task = Monitor.Start("Publish", task => task.ConfirmAsync("Publish?", new() { Yes = "Publish", No = "Not now" }));
        var cut = await ShowAsync(task);

        var pressed = cut.Find("[data-key=y]").ClickAsync(new MouseEventArgs { AltKey = true });
        cut.Find(".prompt-acts").TextContent.Should().Contain("“Publish” in 5\u00a0s.");
        string? focused = null;
        JSInterop.SetupVoid("blazorTasks.focusIn", _ => (focused ??= cut.Find("button").TextContent) is not null).SetVoidResult();
        await cut.InvokeAsync(() => cut.Find("[data-key=Escape]").ClickAsync(new MouseEventArgs()));
        await pressed;
        focused.Should().Be("Publish", "the focus goes to the answers, not to a button that is about to leave");
        _time.Advance(TimeSpan.FromSeconds(6));
        task.Snapshot.State.Should().Be(TaskState.Waiting);

        var again = cut.Find("[data-key=n]").ClickAsync(new MouseEventArgs { AltKey = true });
        _time.Advance(TimeSpan.FromSeconds(5));
        await again;
        (await task.Completion).Should().BeFalse();
    }

    [Fact]
    public async Task Deadline_AndWhoMayAnswer_AreShownInWords()
    {
        Login.SetRoles("approver");
        var task = Monitor.Start("Publish", task =>
            task.ConfirmAsync("Publish?",
            new() { No = "Not now", Default = false, Timeout = TimeSpan.FromHours(4), For = Answerers.InRole("approver") }));
        var cut = await ShowAsync(task);

        cut.FindAll(".prompt-meta > span").Select(said => said.TextContent).Should()
            .Equal("Asked now", "Expires in 4\u00a0h, then “Not now” is used", "for anyone with the role approver");
        cut.FindAll(".prompt-no").Should().BeEmpty();
    }

    [Fact]
    public async Task HostileWords_AreText()
    {
        const string Bad = "<img src=x onerror=alert(1)>";
        var task = Monitor.Start("Bad", task =>
            task.ConfirmAsync(Bad, new() { Yes = Bad, No = "No", Body = $"{Bad} [x](javascript:alert(1)) [y](https://fjord.se/)" }));
        var cut = await ShowAsync(task);

        cut.FindAll("img, script").Should().BeEmpty();
        cut.Find("h2").TextContent.Should().Be(Bad);
        cut.FindAll(".prose a").Select(link => link.GetAttribute("href")).Should().Equal("https://fjord.se/");
    }

    [Fact]
    public async Task Compact_Form_AsksForARoomOfItsOwn()
    {
        TaskSnapshot? opened = null;
        var task = Monitor.Start("Send", task => task.AskAsync<Proof>("Who gets the proof?"));
        var asked = await AskedAsync(task);

        var cut = Render<PromptPanel>(parameters => parameters.Add(panel => panel.Task, asked).Add(panel => panel.Prompt, asked.Prompt!)
            .Add(panel => panel.Compact, true).Add(panel => panel.OnOpen, one => opened = one));
        await cut.InvokeAsync(() => cut.Find("[data-key=a]").ClickAsync(new MouseEventArgs()));

        opened.Should().Be(asked);
        cut.FindAll("form").Should().BeEmpty();
    }

    private async Task<IRenderedComponent<PromptPanel>> ShowAsync(MonitoredTask task)
    {
        var asked = await AskedAsync(task);
        return Render<PromptPanel>(parameters => parameters.Add(panel => panel.Task, asked).Add(panel => panel.Prompt, asked.Prompt!));
    }

    /// <summary>The clock stands still here, and with it the frames: the handle itself is asked.</summary>
    private static async Task<TaskSnapshot> AskedAsync(MonitoredTask task)
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (task.Snapshot is not { State: TaskState.Waiting, Prompt: not null })
        {
            await Task.Delay(1, maxWait.Token);
        }

        return task.Snapshot;
    }

    private async Task<IEnumerable<PromptAnswered>> AnswersAsync(MonitoredTask task) =>
        (await Monitor.ReadAsync(task.Id))!.Milestones.OfType<PromptAnswered>();

    public enum Size
    {
        Small,
        Large,
    }

    public sealed record Proof([EmailAddress] string To);

    public sealed record Everything(
        [StringLength(20, MinimumLength = 2)] string Text,
        [DataType(DataType.MultilineText)] string Notes,
        double Share,
        [Range(1, 10)] int Count,
        bool Sure,
        Size Size,
        Size[] Sizes,
        DateOnly Day,
        DateTimeOffset At,
        TimeSpan? Pause,
        [DataType(DataType.Password)] string Key,
        TaskFile? File,
        [EmailAddress] string Mail,
        Uri Page);
}
