using FsCheck;
using FsCheck.Fluent;
using static BlazorTasks.Tests.Core.Model.PuppetTask;

namespace BlazorTasks.Tests.Core.Model;

/// <summary>
/// Any sequence of what code, people and the clock can do to a task, over real stores: after each move the invariants
/// hold. BLAZORTASKS_SEQUENCES sets how many sequences are tried for each store and policy.
/// </summary>
public sealed class StateMachineTests : IDisposable
{
    private static readonly Person Anna = new("Anna Lind");
    private static readonly int Sequences = int.Parse(
        Environment.GetEnvironmentVariable("BLAZORTASKS_SEQUENCES") ?? "125",
        CultureInfo.InvariantCulture);
    private readonly TempFolder _folder = new();

    public enum Command
    {
        Cancel,
        Answer,
        AnswerNo,
        AnswerNonsense,
        Retry,
        Dismiss,
        Pause,
        Resume,
        Second,
        Hour,
    }

    [Theory]
    [InlineData(OnError.RetryAutomatically, false)]
    [InlineData(OnError.AskToRetry, false)]
    [InlineData(OnError.RetryAutomatically, true)]
    [InlineData(OnError.AskToRetry, true)]
    public void AnySequence_OfMovesAndCommands_KeepsTheInvariants(OnError onError, bool sqlite)
    {
        var moves = Enum.GetNames<Move>().Concat(Enum.GetNames<Command>()).ToArray();
        var sequences = Gen.Elements(moves).ListOf().Resize(14).ToArbitrary();
        var number = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences),
            Prop.ForAll(
                sequences,
                sequence => RunAsync([.. sequence], onError, sqlite ? _folder.File($"{number++}.db") : null).GetAwaiter().GetResult()));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(string[] sequence, OnError onError, string? file)
    {
        var time = new ManualTimeProvider();
        await using var test = new TestMonitor(builder => _ = file is null ? builder : builder.UseSqlite($"Data Source={file}"), time);
        var puppet = new PuppetTask();
        var policy = new TaskPolicy
        {
            OnError = onError,
            MaxAttempts = 3,
            PermanentErrors = [typeof(NotSupportedException)],
            AskFor = TimeSpan.FromHours(2)
        };
        var task = test.Monitor.Start("Puppet", puppet.RunAsync, new() { Policy = policy, Owner = "Anna Lind" });
        await RestAsync(task, puppet);
        foreach (var one in sequence)
        {
            await MoveAsync(test, task, puppet, time, one);
            await CheckAsync(test, task.Id);
        }

        await task.CancelAsync();
        await RestAsync(task, puppet);
        await CheckAsync(test, task.Id);
    }

    private static async Task MoveAsync(TestMonitor test, MonitoredTask task, PuppetTask puppet, ManualTimeProvider time, string one)
    {
        if (!Enum.TryParse<Move>(one, out var move))
        {
            await CarryOutAsync(test, task.Id, time, Enum.Parse<Command>(one), task.Snapshot.Prompt);
        }
        else if (task.Snapshot.State == TaskState.Running)
        {
            puppet.Do(move);
        }

        await RestAsync(task, puppet);
    }

    private static async Task CarryOutAsync(TestMonitor test, TaskId id, ManualTimeProvider time, Command command, Prompt? prompt)
    {
        switch (command)
        {
            case Command.Cancel:
                await test.Monitor.CancelAsync(id, "Anna Lind");
                break;
            case Command.Answer or Command.AnswerNo when prompt is not null:
                var value = prompt.Form[Prompt.Value]!;
                object answer = prompt.Kind == PromptKind.Confirm ? command == Command.Answer
                    : (command == Command.Answer ? value.Options[0] : value.Options[^1]).Value;
                await test.Monitor.AnswerAsync(id, prompt.Id, answer, Anna);
                break;
            case Command.AnswerNonsense:
                (await test.Monitor.AnswerAsync(id, prompt?.Id ?? "1", (object)"nonsense", Anna)).IsAccepted.Should().BeFalse();
                break;
            case Command.Retry:
                await test.Monitor.RetryAsync(id, "Anna Lind");
                break;
            case Command.Dismiss:
                await test.Monitor.DismissAsync(id, "Anna Lind");
                break;
            case Command.Pause:
                await test.Monitor.PauseAsync(id, "Anna Lind");
                break;
            case Command.Resume:
                await test.Monitor.ResumeAsync(id, Anna);
                break;
            case Command.Second or Command.Hour:
                time.Advance(command == Command.Second ? TimeSpan.FromSeconds(7) : TimeSpan.FromHours(1));
                break;
        }
    }

    /// <summary>
    /// Waits until nothing moves by itself any more: all is stored, and the code rests, waits for a person or the clock, or
    /// is gone.
    /// </summary>
    private static async Task RestAsync(MonitoredTask task, PuppetTask puppet)
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (task.State != task.Snapshot.State
            || !(task.State.IsFinal() || task.State is TaskState.Waiting or TaskState.Backoff or TaskState.Scheduled
            || (task.State == TaskState.Running && puppet.Rests)))
        {
            await Task.Delay(1, maxWait.Token);
        }
    }

    private static async Task CheckAsync(TestMonitor test, TaskId id)
    {
        var (events, stored) = await ReadAsync(test, id);
        events.Select(one => one.Seq).Should().Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), "I3: numbers without gaps");
        events.Zip(events.Skip(1))
            .Should().OnlyContain(
            pair => pair.Second.At >= pair.First.At && pair.Second.Epoch >= pair.First.Epoch,
            "I3, I8: times and epochs never go back");
        var snapshot = TaskSnapshot.From(id, (TaskCreated)events[0]);
        foreach (var taskEvent in events.Skip(1))
        {
            if (taskEvent.NextState is { } next)
            {
                Lifecycle.Allows(snapshot.State, next).Should().BeTrue($"I5: {snapshot.State} -> {next} by {taskEvent.GetType().Name}");
                snapshot.State.IsFinal().Should().Be(taskEvent is TaskRetried, "I7: only a retry leaves a final state");
            }

            snapshot = snapshot.Apply(taskEvent);
            (snapshot.State == TaskState.Waiting)
                .Should().Be(snapshot.Prompt is not null, "I10: a question is open if and only if the task waits");
            snapshot.Progress.Should().Match(progress => progress == null || (progress >= 0 && progress <= 100), "I18");
        }

        events.OfType<PromptAnswered>().Select(answer => answer.Prompt).Should().OnlyHaveUniqueItems("I11: one answer for each question");
        Json(stored, snapshot).Should().Be(Json(snapshot, snapshot), "I4: the snapshot is the fold of the events");
    }

    /// <summary>Events and snapshot of the same moment: lines and progress trail behind, and may come between two reads.</summary>
    private static async Task<(IReadOnlyList<TaskEvent> Events, TaskSnapshot Stored)> ReadAsync(TestMonitor test, TaskId id)
    {
        while (true)
        {
            var before = (await test.Store.FindAsync(id, default))!;
            var events = await test.Store.EventsAsync(id, 0, 10_000, EventKinds.All, default);
            var after = (await test.Store.FindAsync(id, default))!;
            if (before.Seq == after.Seq && events.Count >= after.Seq)
            {
                return (events, after);
            }
        }
    }

    /// <summary>Live state may be newer in the snapshot than in the last event.</summary>
    private static string Json(TaskSnapshot task, TaskSnapshot live) =>
        JsonSerializer.Serialize(
            task with { Progress = live.Progress, Status = live.Status, HasCheckpoints = live.HasCheckpoints },
            TaskJson.Options);
}
