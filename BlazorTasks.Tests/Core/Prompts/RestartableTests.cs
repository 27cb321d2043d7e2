namespace BlazorTasks.Tests.Core.Prompts;

/// <summary>Tasks that go on after their process was lost: finished steps and given answers are kept.</summary>
public class RestartableTests
{
    private static readonly DateTimeOffset Before = DateTimeOffset.UtcNow.AddMinutes(-5).ToMicros();
    private static readonly Person Anna = new("Anna Lind");

    [Fact]
    public async Task Shutdown_WhileWaiting_NextProcessContinuesWithTheSameQuestionAndKeptSteps()
    {
        var store = new KeptStore();
        var ledger = new Ledger();
        TaskId id;
        await using (var first = await OpenAsync(store, ledger))
        {
            var task = await first.Monitor.StartAsync("restartable");
            id = task.Id;
            await first.AskedAsync(task);
            await first.Monitor.AnswerAsync(id, "1", (object)"Lund", Anna);
            await first.Until(id, now => now.Prompt?.Id == "2");
        }

        (await store.Inner.FindAsync(id, default))!.Should().BeEquivalentTo(new { State = TaskState.Queued, Prompt = new { Id = "2" } });
        await using var second = await OpenAsync(store, ledger);
        var asked = await second.Until(id, now => now is { State: TaskState.Waiting, Prompt.Id: "2" });
        asked.Should().BeEquivalentTo(new { Attempt = 2, Prompts = 2, CrashCount = 0 });
        await second.Monitor.AnswerAsync(id, "2", (object)true, Anna);

        (await second.Until(id, now => now.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
        (await second.Monitor.ReadAsync(id))!.Result!.Value.GetString().Should().Be("42 from Lund: True");
        ledger.Lines.Where(line => line == "counted").Should().HaveCount(1, "a finished step is not done again");
    }

    [Fact]
    public async Task ProcessDied_AnsweredBeforeTheNewAttemptCameToTheQuestion_IsNotAskedAgain()
    {
        var asked = new Prompt("1", PromptKind.Choice,
            "Where from?")
        { Form = BlazorTasks.Prompts.PromptForms.Choice("Where from?", [new("Lund", "Lund")]), AskedAt = Before };
        var recorded = new RecordedTask("Restartable", Before) { Definition = "restartable" }
            .Add(new TaskStarting("old", 1)).Add(new TaskRunning())
            .Add(new StepStarted(1, "Count")).Add(new StepFinished(1) { Result = Json.Parse("41") })
            .Add(new PromptAsked(asked)).Add(new TaskLost(TaskReason.Shutdown, "bye"))
            .Add(new PromptAnswered("1", "Anna Lind", Json.Parse("""{"value":"Lund"}""")) { Resumes = false });

        await using var test = await OpenAsync(new KeptStore(), new Ledger(), recorded);
        await test.Until(recorded.Id, now => now.Prompt?.Id == "2");
        await test.Monitor.AnswerAsync(recorded.Id, "2", (object)false, Anna);

        await test.Until(recorded.Id, now => now.State.IsFinal());
        (await test.Monitor.ReadAsync(recorded.Id))!.Result!.Value.GetString().Should().Be("41 from Lund: False");
    }

    [Theory]
    [InlineData(0, TaskState.Waiting)]
    [InlineData(1, TaskState.Waiting)]
    [InlineData(2, TaskState.Failed)]
    public async Task ProcessDied_ThirdTime_IsPoison(int losses, TaskState expected)
    {
        var recorded = new RecordedTask("Restartable", Before) { Definition = "restartable" };
        for (var i = 0; i <= losses; i++)
        {
            recorded.Add(new TaskStarting("old", i + 1)).Add(new TaskRunning());
            if (i < losses)
            {
                recorded.Add(new TaskLost(TaskReason.ProcessDied, "gone"));
            }
        }

        await using var test = await OpenAsync(new KeptStore(), new Ledger(), recorded);

        var found = await test.Until(recorded.Id, now => now.State == expected);
        found.CrashCount.Should().Be(expected == TaskState.Failed ? losses : losses + 1);
        found.Reason.Should().Be(expected == TaskState.Failed ? TaskReason.Poison : null);
    }

    [Fact]
    public async Task ProcessDied_AgainAndAgainWhileItWaits_IsNeverPoison()
    {
        var asked = new Prompt("1", PromptKind.Choice,
            "Where from?")
        { Form = BlazorTasks.Prompts.PromptForms.Choice("Where from?", [new("Lund", "Lund")]), AskedAt = Before };
        var recorded = new RecordedTask("Restartable", Before) { Definition = "restartable" };
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            recorded.Add(new TaskStarting("old", attempt)).Add(new TaskRunning()).Add(new PromptAsked(asked));
            if (attempt < 5)
            {
                recorded.Add(new TaskLost(TaskReason.ProcessDied, "gone"));
            }
        }

        await using var test = await OpenAsync(new KeptStore(), new Ledger(), recorded);

        (await test.Until(recorded.Id, now => now is { State: TaskState.Waiting, Attempt: 6 })).CrashCount.Should().Be(0);
    }

    [Fact]
    public async Task ProcessDied_RetryQuestionOpen_StaysOpenUnderItsIdAndCanBeAnswered()
    {
        var prompt = new Prompt(
            "1",
            PromptKind.Retry,
            "Attempt 1 of 3 failed. Try again?")
        {
            Form = BlazorTasks.Prompts.PromptForms.Retry,
            Error = new TaskError("IOException", "no"),
            AskedAt = Before,
            Deadline = Before.AddDays(1)
        };
        var recorded = new RecordedTask("Double", Before) { Definition = "double", Input = Json.Parse("""{"number":21}""") }
            .Add(new TaskStarting("old", 1)).Add(new TaskRunning()).Add(new PromptAsked(prompt));

        await using var test = await OpenAsync(new KeptStore(), new Ledger(), recorded);
        (await test.Monitor.GetAsync(recorded.Id))!.Should().BeEquivalentTo(new { State = TaskState.Waiting, Prompt = new { Id = "1" } });
        (await test.Monitor.AnswerAsync(recorded.Id, "1", (object)Prompt.Retry, Anna)).IsAccepted.Should().BeTrue();

        (await test.Until(recorded.Id, now => now.State.IsFinal()))
            .Should().BeEquivalentTo(new { State = TaskState.Succeeded, Attempt = 2 });
    }

    private static async Task<TestMonitor> OpenAsync(KeptStore store, Ledger ledger, params RecordedTask[] recorded)
    {
        await store.Inner.CommitAsync([.. recorded.Select(recorded => recorded.TakeEntry())], default);
        var test = new TestMonitor(builder =>
        {
            builder.AddTasksFrom(typeof(SampleTasks).Assembly);
            builder.Services.AddSingleton<ITaskStore>(store.Inner);
            builder.Services.AddSingleton(ledger);
        });
        await test.Monitor.OpenAsync();
        return test;
    }

    /// <summary>A store that outlives its process, as a file does.</summary>
    private sealed class KeptStore
    {
        public InMemoryTaskStore Inner { get; } = new();
    }
}
