namespace BlazorTasks.Tests.Core.Storage;

public sealed class HistoryVerifierTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly InMemoryTaskStore _store = new();

    [Fact]
    public async Task RunAsync_WholeLives_FindsNothingAndCounts()
    {
        var ended = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning())
            .Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Information, "x")]))
            .Add(new TaskLogged(5, [new LogLine(Noon, LogLevel.Information, "y")], 3)).Add(new TaskSucceeded(null));
        var running = new RecordedTask("Runs", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        await _store.CommitAsync([ended.TakeEntry(), running.TakeEntry()], default);
        await _store.CommitAsync([new StoreEntry(running.Snapshot with { Progress = 7, Status = "live" }, [])], default);
        var check = new HistoryVerifier(_store);

        (await FoundAsync(check)).Should().BeEmpty();

        (check.Tasks, check.Events).Should().Be((2, 9));
    }

    [Fact]
    public async Task RunAsync_SnapshotIsNotTheSumOfItsEvents_ReportsIt()
    {
        var entry = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).TakeEntry();
        await _store.CommitAsync([entry with { Snapshot = entry.Snapshot with { LogLines = 7 } }], default);

        (await FoundAsync(new HistoryVerifier(_store)))
            .Should().ContainSingle().Which
            .Should().StartWith($"{entry.Snapshot.Id} Import: its snapshot is not the result of its 2 events");
    }

    public static TheoryData<string, TaskEvent[], string> Contradictions => new()
    {
        { "order", [new TaskStarting("a", 1).Stamp(2, Noon, 1), new TaskRunning().Stamp(3, Noon.AddHours(-1), 1)],
            "is earlier than event 2" },
        { "epoch", [new TaskStarting("a", 1).Stamp(2, Noon, 4), new TaskRunning().Stamp(3, Noon, 3)], "has epoch 3 after epoch 4" },
        { "gap", [new TaskStarting("a", 1).Stamp(2, Noon, 1), new TaskRunning().Stamp(4, Noon, 1)], "event 4 follows event 2" },
        { "move", [new TaskRunning().Stamp(2, Noon, 1), new TaskRunning().Stamp(3, Noon, 1)],
            "TaskRunning (event 2) is not allowed in the state Queued" },
        { "lines", [new TaskStarting("a", 1).Stamp(2, Noon, 1), new TaskLogged(9, [new LogLine(Noon, LogLevel.Information, "x")])
            .Stamp(3, Noon, 1)], "begins with line 9 instead of 1" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task RunAsync_EventsThatContradict_SaysWhich(string what, TaskEvent[] events, string expected)
    {
        var (created, first) = (new RecordedTask(what, Noon), new List<TaskEvent>());
        first.AddRange(created.TakeEntry().Events);
        first.AddRange(events);
        await _store.CommitAsync([new StoreEntry(created.Snapshot with { Seq = 3 }, first)], default);

        (await FoundAsync(new HistoryVerifier(_store))).Should().Contain(found => found.Contains(expected));
    }

    private static async Task<List<string>> FoundAsync(HistoryVerifier check)
    {
        var found = new List<string>();
        await foreach (var contradiction in check.RunAsync())
        {
            found.Add(contradiction);
        }

        return found;
    }
}
