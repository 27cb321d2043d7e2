using System.Text.Json;
using BlazorTasks.Storage;
using BlazorTasks.Tests.Support;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Tests.Core.Storage;

/// <summary>What every store does. A subclass per store runs all of it.</summary>
public abstract class TaskStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private ITaskStore _store = null!;

    protected abstract ITaskStore Create();

    public async Task InitializeAsync()
    {
        _store = Create();
        await _store.OpenAsync(default);
    }

    public virtual async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task FindAsync_Unknown_IsNull() => (await _store.FindAsync(TaskId.New(Noon), default)).Should().BeNull();

    [Fact]
    public async Task FindAsync_AfterCommit_GivesBackEverySnapshotField()
    {
        var story = new Story("Import", Noon) { Definition = "import", Owner = "anna" }
            .Add(new TaskStarting("node-a", 1))
            .Add(new TaskRunning())
            .Add(new StepStarted(1, "Read"))
            .Add(new TaskProgressed(42.5, "Row 5"))
            .Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Warning, "odd", "Cat", true)], 0))
            .Add(new CancelRequested("jonas"))
            .Add(new TaskFailed(TaskReason.Exception, new TaskError("X", "broken", "at X", new TaskError("Y", "inner"))));

        await CommitAsync(story);

        (await _store.FindAsync(story.Id, default)).Should().BeEquivalentTo(story.Snapshot);
    }

    [Fact]
    public async Task EventsAsync_AfterCommit_GivesBackEveryEventInOrder()
    {
        var story = new Story("Import", Noon) { Definition = "import" }
            .Add(new TaskStarting("node-a", 1))
            .Add(new TaskRunning())
            .Add(new StepStarted(1, "Read"))
            .Add(new StepFinished(1, "torn"))
            .Add(new TaskProgressed(42.5, "Row 5"))
            .Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Information, "a", null), new LogLine(Noon, LogLevel.Error, "b", "Cat")], 3))
            .Add(new TaskInterrupted(TaskReason.ProcessDied, "gone"))
            .Add(new TaskQueued("anna"))
            .Add(new TaskCancelled(TaskReason.ByUser, "anna"))
            .Add(new TaskDismissed("anna"));

        await CommitAsync(story);

        (await _store.EventsAsync(story.Id, 0, 100, EventKinds.All, default))
            .Should().BeEquivalentTo(story.Events, options => options.RespectingRuntimeTypes().WithStrictOrdering().Excluding(one => one.Path.EndsWith("Input")));
    }

    [Fact]
    public async Task EventsAsync_After_GoesOnFromThere()
    {
        var story = new Story("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Add(new TaskSucceeded(null));
        await CommitAsync(story);

        (await _store.EventsAsync(story.Id, 2, 1, EventKinds.All, default)).Select(one => one.Seq).Should().Equal(3);
    }

    [Fact]
    public async Task EventsAsync_Story_LeavesOutLinesAndProgress()
    {
        var story = new Story("Import", Noon)
            .Add(new TaskStarting("a", 1))
            .Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Information, "x")]))
            .Add(new TaskProgressed(1, null))
            .Add(new TaskRunning());
        await CommitAsync(story);

        (await _store.EventsAsync(story.Id, 0, 10, EventKinds.Story, default)).Select(one => one.Seq).Should().Equal(1, 2, 5);
    }

    [Fact]
    public async Task EventsAsync_InputAndResult_ComeBackByteForByte()
    {
        var input = JsonSerializer.SerializeToElement(new { text = "<b>\u0000\u202Eü𝄞\"\\</b>", number = 1.50m, none = (string?)null });
        var story = new Story("Import", Noon) { Input = input }.Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Add(new TaskSucceeded(input));
        await CommitAsync(story);

        var events = await _store.EventsAsync(story.Id, 0, 10, EventKinds.All, default);

        ((TaskCreated)events[0]).Input!.Value.GetProperty("text").GetString().Should().Be("<b>\u0000\u202Eü𝄞\"\\</b>");
        ((TaskSucceeded)events[3]).Result!.Value.GetProperty("number").GetRawText().Should().Be("1.50");
    }

    [Fact]
    public async Task LogAsync_FromTheMiddle_GivesTheChunksThatHoldTheLines()
    {
        var story = new Story("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        for (var chunk = 0; chunk < 10; chunk++)
        {
            story.Add(new TaskLogged((chunk * 10) + 1, [.. Enumerable.Range(1, 10).Select(i => new LogLine(Noon, LogLevel.Information, $"line {(chunk * 10) + i}"))]));
        }

        await CommitAsync(story);

        (await _store.LogAsync(story.Id, 35, 20, default)).Select(chunk => chunk.FirstLine).Should().Equal(31, 41, 51);
        (await _store.LogAsync(story.Id, 1, 10, default)).Select(chunk => chunk.FirstLine).Should().Equal(1);
        (await _store.LogAsync(story.Id, 101, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task CommitAsync_LiveStateOnly_ChangesProgressAndNothingElse()
    {
        var story = new Story("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        await CommitAsync(story);

        await _store.CommitAsync([new StoreEntry(story.Snapshot with { Progress = 61, Status = "Row 6" }, [])], default);

        (await _store.FindAsync(story.Id, default)).Should().BeEquivalentTo(story.Snapshot with { Progress = 61, Status = "Row 6" });
    }

    [Fact]
    public async Task ListAsync_History_IsNewestFirstAndPagesBothWays()
    {
        var stories = Enumerable.Range(0, 25).Select(i => Finished($"Task {i}", Noon.AddMinutes(i))).ToList();
        await CommitAsync([.. stories, new Story("Running", Noon)]);

        var names = new List<string>();
        var page = await _store.ListAsync(new TaskQuery { Limit = 10 }, default);
        page.Newer.Should().BeNull("this is the first page");
        var first = page;
        while (true)
        {
            names.AddRange(page.Items.Select(task => task.Name));
            if (page.Older is null)
            {
                break;
            }

            page = await _store.ListAsync(new TaskQuery { Limit = 10, Cursor = page.Older }, default);
        }

        names.Should().Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"Task {i}"));
        var back = await _store.ListAsync(new TaskQuery { Limit = 10, Cursor = page.Newer }, default);
        back = await _store.ListAsync(new TaskQuery { Limit = 10, Cursor = back.Newer }, default);
        back.Items.Select(task => task.Name).Should().Equal(first.Items.Select(task => task.Name));
        back.Newer.Should().BeNull();
    }

    [Fact]
    public async Task ListAsync_SameTime_LosesAndRepeatsNobody()
    {
        await CommitAsync([.. Enumerable.Range(0, 9).Select(i => Finished($"Task {i}", Noon))]);

        var first = await _store.ListAsync(new TaskQuery { Limit = 4 }, default);
        var second = await _store.ListAsync(new TaskQuery { Limit = 4, Cursor = first.Older }, default);
        var third = await _store.ListAsync(new TaskQuery { Limit = 4, Cursor = second.Older }, default);

        first.Items.Concat(second.Items).Concat(third.Items).Select(task => task.Id).Should().OnlyHaveUniqueItems().And.HaveCount(9);
    }

    [Fact]
    public async Task ListAsync_Filters_EachLeavesOutWhatDoesNotMatch()
    {
        await CommitAsync(
            Finished("Import customers", Noon, "import-customers", "anna"),
            Finished("Import customers", Noon.AddMinutes(1), "import-customers", "jonas", failed: true),
            Finished("Index a folder", Noon.AddMinutes(2), "index-a-folder", "anna"));

        (await NamesAsync(new TaskQuery { Definition = "import-customers" })).Should().HaveCount(2);
        (await NamesAsync(new TaskQuery { Owner = "anna" })).Should().Equal("Index a folder", "Import customers");
        (await NamesAsync(new TaskQuery { States = [TaskState.Failed] })).Should().Equal("Import customers");
        (await NamesAsync(new TaskQuery { States = [TaskState.Succeeded], Owner = "anna", Definition = "index-a-folder" })).Should().Equal("Index a folder");
    }

    [Theory]
    [InlineData("FOLDER", 1)]
    [InlineData("broken", 1)]
    [InlineData("100%", 1)]
    [InlineData("%", 1)]
    [InlineData("_", 0)]
    [InlineData("'; DROP TABLE tasks; --", 0)]
    public async Task ListAsync_Text_FindsItAnywhereLiterally(string text, int expected)
    {
        await CommitAsync(
            Finished("Index a folder", Noon),
            Finished("Import", Noon, failed: true),
            Finished("Rate 100% checked", Noon));

        (await NamesAsync(new TaskQuery { Text = text })).Should().HaveCount(expected);
    }

    [Fact]
    public async Task ListAsync_Unfinished_IsWhatHasNotEnded()
    {
        await CommitAsync(Finished("Done", Noon), new Story("Queued", Noon), new Story("Running", Noon.AddMinutes(1)).Add(new TaskStarting("a", 1)));

        (await NamesAsync(new TaskQuery { Finished = false })).Should().Equal("Running", "Queued");
    }

    [Fact]
    public async Task ListAsync_RetriedTask_LeavesTheHistoryUntilItEndsAgain()
    {
        var story = Finished("Import", Noon, failed: true);
        await CommitAsync(story);

        story.Add(new TaskQueued("anna"));
        await CommitAsync(story);

        (await NamesAsync(new TaskQuery())).Should().BeEmpty();
        (await NamesAsync(new TaskQuery { Finished = false })).Should().Equal("Import");
    }

    [Fact]
    public async Task ListAsync_CursorOfNobody_IsRefusedInWords() =>
        await FluentActions.Awaiting(() => _store.ListAsync(new TaskQuery { Cursor = "nonsense" }, default))
            .Should().ThrowAsync<ArgumentException>().WithMessage("'nonsense' is not a cursor*");

    [Fact]
    public async Task CountAsync_ManyMatches_StopsAtTheLimit()
    {
        await CommitAsync([.. Enumerable.Range(0, 7).Select(i => Finished($"Task {i}", Noon))]);

        (await _store.CountAsync(new TaskQuery(), 100, default)).Should().Be(7);
        (await _store.CountAsync(new TaskQuery(), 5, default)).Should().Be(5);
    }

    protected Task CommitAsync(params IEnumerable<Story> stories) =>
        _store.CommitAsync([.. stories.Select(story => story.TakeEntry())], default);

    private static Story Finished(string name, DateTimeOffset at, string? definition = null, string? owner = null, bool failed = false) =>
        new Story(name, at) { Definition = definition, Owner = owner }
            .Add(new TaskStarting("a", 1))
            .Add(new TaskRunning())
            .Add(failed ? new TaskFailed(TaskReason.Exception, new TaskError("X", "broken")) : new TaskSucceeded(null));

    private async Task<IEnumerable<string>> NamesAsync(TaskQuery query) => (await _store.ListAsync(query, default)).Items.Select(task => task.Name);
}

public class InMemoryTaskStoreTests : TaskStoreContract
{
    protected override ITaskStore Create() => new InMemoryTaskStore();
}
