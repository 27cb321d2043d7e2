namespace BlazorTasks.Tests.Core.Prompts;

/// <summary>Tasks that ask people, and what becomes of the answers.</summary>
public class PromptTests
{
    private static readonly Person Anna = new("Anna Lind");
    private static readonly Person Jonas = new("Jonas Berg", ["approver"]);
    private readonly ManualTimeProvider _time = new();

    public enum Priority
    {
        Low,
        High,
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Confirm_Answered_ContinuesWithTheAnswer(bool answer)
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start(
            "Publish",
            task => task.ConfirmAsync("Publish 1,204 rows?", new() { Yes = "Publish", No = "Not now" }));
        var waiting = await test.AskedAsync(task);

        waiting.Prompt.Should().BeEquivalentTo(new { Id = "1", Kind = PromptKind.Confirm, Title = "Publish 1,204 rows?" });
        (await test.Monitor.AnswerAsync(task.Id, "1", (object)answer, Anna)).IsAccepted.Should().BeTrue();

        (await task.Completion).Should().Be(answer);
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Prompt = (Prompt?)null, Prompts = 1, Attempt = 1 });
    }

    [Fact]
    public async Task RequireConfirm_No_EndsDeclinedByThePerson()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Delete", async task =>
        {
            await task.RequireConfirmAsync("Delete everything?");
            throw new InvalidOperationException("should not come here");
        });
        await test.AskedAsync(task);

        await test.Monitor.AnswerAsync(task.Id, "1", (object)false, Anna);

        await task.Awaiting(one => one.Completion).Should().ThrowAsync<TaskDeclinedException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Declined, CancelRequestedBy = "Anna Lind" });
    }

    [Fact]
    public async Task Choose_Answered_GivesTheValueOfWhatWasChosen()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start(
            "Pick",
            task => task.ChooseAsync("Which format?", [new FieldOption("csv", "CSV file"), new FieldOption("xlsx", "Excel")]));
        await test.AskedAsync(task);

        (await test.Monitor.AnswerAsync(task.Id, "1", (object)"pdf", Anna)).Outcome.Should().Be(CommandOutcome.Invalid);
        (await test.Monitor.AnswerAsync(task.Id, "1", (object)"xlsx", Anna)).IsAccepted.Should().BeTrue();

        (await task.Completion).Should().Be("xlsx");
    }

    [Fact]
    public async Task AskRecord_WrongThenRight_ReportsEachFieldAndBindsTheRecord()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Send", task => task.AskAsync<Mail>("Who gets the report?"));
        await test.AskedAsync(task);

        var wrong = await test.Monitor.AnswerAsync(task.Id, "1", Json.Parse("""{"to":"nobody","copies":99,"extra":1}"""), Anna);
        wrong.Outcome.Should().Be(CommandOutcome.Invalid);
        wrong.Errors.Keys.Should().BeEquivalentTo("to", "subject", "copies", "extra");
        task.Snapshot.State.Should().Be(TaskState.Waiting);
        await test.Monitor.AnswerAsync(
            task.Id,
            "1",
            Json.Parse("""{"to":"a@b.se","subject":"Rows","copies":2,"priority":"high","note":"hi"}"""),
            Anna);

        (await task.Completion).Should().Be(new Mail("a@b.se", "Rows", 2, Priority.High) { Note = "hi" });
    }

    [Fact]
    public async Task AskSchema_MadeAtRunTime_GivesTheCheckedValues()
    {
        await using var test = new TestMonitor();
        var form = new FormSchema(
        [
            new FormField("city", FieldType.Text) { Required = true, Default = Json.Parse("\"Lund\"") },
            new FormField("count", FieldType.Integer) { Min = 1 },
        ]);
        var task = test.Monitor.Start("Ask", task => task.AskAsync("Where?", form));
        await test.AskedAsync(task);

        await test.Monitor.AnswerAsync(task.Id, "1", Json.Parse("""{"count":"7"}"""), Anna);

        (await task.Completion).GetRawText().Should().Be("""{"city":"Lund","count":7}""");
    }

    [Fact]
    public async Task Ask_TwiceConcurrently_AsksOneAfterTheOther()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Both", async task =>
        {
            var answers = await Task.WhenAll(task.ConfirmAsync("First?"), task.ConfirmAsync("Second?"));
            return answers.Count(yes => yes);
        });
        for (var i = 1; i <= 2; i++)
        {
            var waiting = await test.Until(task.Id, now => now.Prompt?.Id == $"{i}");
            await test.Monitor.AnswerAsync(task.Id, waiting.Prompt!.Id, (object)true, Anna);
        }

        (await task.Completion).Should().Be(2);
    }

    [Fact]
    public async Task Answer_SecondOne_NamesWhoWasFasterAndWhat()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Publish", async task =>
        {
            await task.ConfirmAsync("Publish?", new() { Yes = "Publish", No = "Not now" });
            await Task.Delay(Timeout.Infinite, task.CancellationToken);
        });
        await test.AskedAsync(task);
        await test.Monitor.AnswerAsync(task.Id, "1", (object)false, Jonas);

        var late = await test.Monitor.AnswerAsync(task.Id, "1", (object)true, Anna);

        late.Outcome.Should().Be(CommandOutcome.AlreadyAnswered);
        late.Message.Should().Be("Jonas Berg answered \"Publish?\" with Not now.");
        (await test.Monitor.AnswerAsync(task.Id, "9", (object)true, Anna)).Outcome.Should().Be(CommandOutcome.PromptClosed);
        (await test.Monitor.AnswerAsync(TaskId.New(_time.GetUtcNow()), "1", (object)true, Anna)).Outcome
            .Should().Be(CommandOutcome.NotFound);
    }

    [Fact]
    public async Task Answer_ByOneWhoMayNot_IsRefusedAndTheQuestionStaysOpen()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start(
            "Expense",
            task => task.ConfirmAsync("Pay?", new() { For = new Answerers { NotOwner = true, Role = "approver" } }),
            new() { Owner = "Jonas Berg" });
        await test.AskedAsync(task);

        (await test.Monitor.AnswerAsync(task.Id, "1", (object)true, Jonas)).Should().BeEquivalentTo(
            new
            {
                Outcome = CommandOutcome.NotAllowed,
                Message = "\"Pay?\" can be answered by anyone with the role approver except the owner."
            });
        (await test.Monitor.AnswerAsync(task.Id, "1", (object)true, Anna)).Outcome.Should().Be(CommandOutcome.NotAllowed);
        (await test.Monitor.AnswerAsync(task.Id, "1", (object)true, new Person("Mei", ["approver"]))).IsAccepted.Should().BeTrue();

        (await task.Completion).Should().BeTrue();
    }

    [Fact]
    public async Task Timeout_WithDefault_AppliesIt()
    {
        await using var test = new TestMonitor(time: _time);
        var task = test.Monitor.Start(
            "Ask",
            task => task.ConfirmAsync("Go on?", new() { Default = true, Timeout = TimeSpan.FromHours(2) }));
        await test.AskedAsync(task);

        _time.Advance(TimeSpan.FromHours(2));

        (await task.Completion).Should().BeTrue();
        (await test.Monitor.AnswerAsync(task.Id, "1", (object)false, Anna)).Message
            .Should().Be("\"Go on?\" expired, and its default answer was used.");
    }

    [Fact]
    public async Task Timeout_WithoutDefault_ThrowsAndFailsWithTheReason()
    {
        await using var test = new TestMonitor(time: _time);
        var task = test.Monitor.Start("Ask", task => task.ConfirmAsync("Go on?", new() { Timeout = TimeSpan.FromHours(2) }));
        await test.AskedAsync(task);

        _time.Advance(TimeSpan.FromHours(2));

        await task.Awaiting(one => one.Completion).Should().ThrowAsync<PromptTimeoutException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.PromptTimeout });
    }

    [Fact]
    public async Task Cancel_Waiting_ClosesTheQuestionAndEndsTheTask()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Ask", task => task.ConfirmAsync("Go on?"));
        await test.AskedAsync(task);

        await task.CancelAsync("Anna Lind");

        (await test.Until(task.Id, now => now.State.IsFinal()))
            .Should().BeEquivalentTo(new { State = TaskState.Cancelled, Prompt = (Prompt?)null });
        (await test.Monitor.AnswerAsync(task.Id, "1", (object)true, Anna)).Outcome.Should().Be(CommandOutcome.PromptClosed);
    }

    [Fact]
    public async Task Waiting_HoldsNoSlot_AndReacquiresOneWithoutQueueing()
    {
        await using var test = new TestMonitor(builder => builder.Configure(options => options.MaxConcurrency = 1));
        var asking = test.Monitor.Start("Asks", task => task.ConfirmAsync("Go on?"));
        await test.AskedAsync(asking);
        var other = test.Monitor.Start("Other", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        await test.Until(other.Id, task => task.State == TaskState.Running);

        await test.Monitor.AnswerAsync(asking.Id, "1", (object)true, Anna);
        await asking.Completion;
        var third = test.Monitor.Start("Third", _ => { });
        (await test.Until(third.Id, task => task.State == TaskState.Queued)).State.Should().Be(TaskState.Queued);
        await other.CancelAsync();

        await third.Completion;
    }

    [Fact]
    public async Task Ask_WithASecret_KeepsItUnreadableAndHidesItInTheLog()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Login", async task =>
        {
            var login = await task.AskAsync<Login>("Log in to the bank");
            task.Log($"using {login.Password}");
            return login.Password.Length;
        });
        await test.AskedAsync(task);

        await test.Monitor.AnswerAsync(task.Id, "1", Json.Parse("""{"password":"correct horse"}"""), Anna);

        (await task.Completion).Should().Be(13);
        var recorded = await test.Monitor.ReadEventsAsync(task.Id, 0, 100);
        string.Join('\n', recorded.Select(one => System.Text.Json.JsonSerializer.Serialize(one, TaskJson.Options)))
            .Should().NotContain("correct horse");
        task.Snapshot.LastLine.Should().NotContain("correct horse");
    }

    [Fact]
    public async Task Ask_WrongByItsAuthor_FailsWithASentence()
    {
        await using var test = new TestMonitor();

        var noChoice = test.Monitor.Start("Ask", task => task.ChooseAsync("Which?"));
        var badDefault = test.Monitor.Start(
            "Ask",
            task => task.ChooseAsync("Which?", [new FieldOption("a", "A")], new() { Default = "b" }));
        var noField = test.Monitor.Start("Ask", task => task.AskAsync<Unknown>("Which?"));

        await noChoice.Awaiting(one => one.Completion).Should().ThrowAsync<ArgumentException>().WithMessage("*cannot be answered*");
        await badDefault.Awaiting(one => one.Completion)
            .Should().ThrowAsync<ArgumentException>().WithMessage("The default answer is invalid*");
        await noField.Awaiting(one => one.Completion)
            .Should().ThrowAsync<NotSupportedException>().WithMessage("Unknown.Where: the type Stream is not supported as a form field*");
    }

    [Fact]
    public async Task Pause_AtACheckpoint_WaitsUntilResumed()
    {
        await using var test = new TestMonitor();
        var (first, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var task = test.Monitor.Start("Loop", async task =>
        {
            await foreach (var number in task.Track(Numbers()))
            {
                if (number == 1)
                {
                    first.SetResult();
                    await go.Task;
                }
            }
        });
        await first.Task;
        (await test.Monitor.PauseAsync(task.Id, "Anna Lind")).IsAccepted.Should().BeTrue();
        go.SetResult();

        var paused = await test.AskedAsync(task);
        paused.Prompt.Should().BeEquivalentTo(new { Kind = PromptKind.Pause, Title = "Paused by Anna Lind" });
        (await test.Monitor.ResumeAsync(task.Id, Anna)).IsAccepted.Should().BeTrue();

        await task.Completion;
        (await test.Monitor.PauseAsync(task.Id)).IsAccepted.Should().BeFalse();
    }

    private static async IAsyncEnumerable<int> Numbers()
    {
        for (var i = 1; i <= 3; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public sealed record Mail(
        [EmailAddress] string To,
        [StringLength(20)] string Subject,
        [Range(1, 10)] int Copies = 1,
        Priority Priority = Priority.Low)
    {
        [DataType(DataType.MultilineText)]
        public string? Note { get; set; }
    }

    public sealed record Login([DataType(DataType.Password)] string Password);

    public sealed record Unknown(Stream[] Where);
}
