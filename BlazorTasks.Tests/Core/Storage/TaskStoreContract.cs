using BlazorTasks.Prompts;

namespace BlazorTasks.Tests.Core.Storage;

/// <summary>What every store does. A subclass per store runs all of it.</summary>
public abstract partial class TaskStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private ITaskStore _store = null!;

    protected ITaskStore Store => _store;

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
        var recorded = new RecordedTask("Import", Noon) { Definition = "import", Owner = "anna" }
            .Add(new PriorityChanged(5, "jonas"))
            .Add(new TaskStarting("node-a", 1))
            .Add(new TaskRunning())
            .Add(new StepStarted(1, "Read"))
            .Add(new TaskProgressed(42.5, "Row 5"))
            .Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Warning, "odd", "Cat", true)], 0))
            .Add(new CancelRequested("jonas"))
            .Add(new TaskFailed(TaskReason.Exception, new TaskError("X", "broken", "at X", new TaskError("Y", "inner"))));

        await CommitAsync(recorded);

        (await _store.FindAsync(recorded.Id, default)).Should().BeEquivalentTo(recorded.Snapshot);
    }

    [Fact]
    public async Task EventsAsync_AfterCommit_GivesBackEveryEventInOrder()
    {
        var recorded = new RecordedTask("Import", Noon) { Definition = "import" }
            .Add(new TaskStarting("node-a", 1))
            .Add(new TaskRunning())
            .Add(new StepStarted(1, "Read"))
            .Add(new StepFinished(1, "torn"))
            .Add(new TaskProgressed(42.5, "Row 5"))
            .Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Information, "a", null), new LogLine(Noon, LogLevel.Error, "b", "Cat")], 3))
            .Add(new TaskInterrupted(TaskReason.ProcessDied, "gone"))
            .Add(new TaskRetried("anna"))
            .Add(new TaskCancelled(TaskReason.ByUser, "anna"))
            .Add(new TaskDismissed("anna"));

        await CommitAsync(recorded);

        (await _store.EventsAsync(recorded.Id, 0, 100, EventKinds.All, default))
            .Should().BeEquivalentTo(
            recorded.Events,
            options => options.RespectingRuntimeTypes().WithStrictOrdering().Excluding(one => one.Path.EndsWith("Input")));
    }

    [Fact]
    public async Task EventsAsync_After_ContinuesFromThere()
    {
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Add(new TaskSucceeded(null));
        await CommitAsync(recorded);

        (await _store.EventsAsync(recorded.Id, 2, 1, EventKinds.All, default)).Select(one => one.Seq).Should().Equal(3);
    }

    [Fact]
    public async Task EventsAsync_Milestones_OmitLinesAndProgress()
    {
        var recorded = new RecordedTask("Import", Noon)
            .Add(new TaskStarting("a", 1))
            .Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Information, "x")]))
            .Add(new TaskProgressed(1, null))
            .Add(new TaskRunning());
        await CommitAsync(recorded);

        (await _store.EventsAsync(recorded.Id, 0, 10, EventKinds.Milestones, default)).Select(one => one.Seq).Should().Equal(1, 2, 5);
    }

    [Fact]
    public async Task EventsAsync_InputAndResult_ComeBackByteForByte()
    {
        var input = JsonSerializer.SerializeToElement(new { text = "<b>\u0000\u202Eü𝄞\"\\</b>", number = 1.50m, none = (string?)null });
        var recorded = new RecordedTask("Import", Noon) { Input = input }.Add(new TaskStarting("a", 1)).Add(new TaskRunning())
            .Add(new TaskSucceeded(input));
        await CommitAsync(recorded);

        var events = await _store.EventsAsync(recorded.Id, 0, 10, EventKinds.All, default);

        ((TaskCreated)events[0]).Input!.Value.GetProperty("text").GetString().Should().Be("<b>\u0000\u202Eü𝄞\"\\</b>");
        ((TaskSucceeded)events[3]).Result!.Value.GetProperty("number").GetRawText().Should().Be("1.50");
    }

    [Fact]
    public async Task EventsAsync_ValuesAsDeepAsAreAccepted_ComeBack()
    {
        var deep = Json.Nested(TaskJson.MaxDepth);
        var form = new FormSchema([new FormField("notes", FieldType.Text) { Default = deep }]);
        var recorded = new RecordedTask("Import", Noon) { Input = deep }
            .Add(new TaskStarting("a", 1))
            .Add(new TaskRunning())
            .Add(new StepFinished(1) { Result = deep })
            .Add(new PromptAsked(new Prompt("1", PromptKind.Input, "Where to?") { Form = form, Default = deep }));
        await CommitAsync(recorded);
        recorded.Add(new PromptAnswered("1", "anna", deep)).Add(new TaskSucceeded(deep));
        await CommitAsync(recorded);

        var events = await _store.EventsAsync(recorded.Id, 0, 10, EventKinds.All, default);

        ((TaskSucceeded)events[^1]).Result!.Value.GetRawText().Should().Be(deep.GetRawText());
        ((PromptAsked)events[4]).Prompt.Form.Fields[0].Default!.Value.GetRawText().Should().Be(deep.GetRawText());
        (await _store.FindAsync(recorded.Id, default))!.State.Should().Be(TaskState.Succeeded);
    }

    [Fact]
    public async Task EventsAsync_ResultThatHasOneNameTwice_ComesBack()
    {
        var twice = Json.Parse("""{"a":1,"a":2}""");
        var recorded = new RecordedTask("Import", Noon) { Input = twice }.Add(new TaskStarting("a", 1)).Add(new TaskRunning())
            .Add(new TaskSucceeded(twice));
        await CommitAsync(recorded);

        var events = await _store.EventsAsync(recorded.Id, 0, 10, EventKinds.All, default);

        ((TaskSucceeded)events[^1]).Result!.Value.GetRawText().Should().Be("""{"a":1,"a":2}""");
    }

    [Fact]
    public async Task CommitAsync_AfterAnEntryThatCannotBeWritten_WritesTheNextOne()
    {
        var deepDefault = new Prompt("1", PromptKind.Input, "Where to?") { Form = FormSchema.Empty, Default = Json.Nested(500) };
        var bad = new RecordedTask("Bad", Noon) { Owner = "eve" }.Add(new TaskStarting("a", 1)).Add(new TaskRunning())
            .Add(new PromptAsked(deepDefault));
        if (_store is not InMemoryTaskStore) // which keeps no JSON
        {
            await FluentActions.Awaiting(() => CommitAsync(new RecordedTask("Neighbour", Noon), bad))
                .Should().ThrowAsync<NotStorableException>();
        }

        var good = new RecordedTask("Good", Noon) { Owner = "anna" }.Add(new TaskStarting("a", 1));
        await CommitAsync(good);

        (await _store.FindAsync(good.Id, default)).Should().BeEquivalentTo(good.Snapshot);
        await _store.ProbeAsync(default);
    }

    [Fact]
    public async Task LogAsync_FromTheMiddle_GivesTheChunksThatHoldTheLines()
    {
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        for (var chunk = 0; chunk < 10; chunk++)
        {
            recorded.Add(
                new TaskLogged(
                    (chunk * 10) + 1,
                    [.. Enumerable.Range(1, 10).Select(i => new LogLine(Noon, LogLevel.Information, $"line {(chunk * 10) + i}"))]));
        }

        await CommitAsync(recorded);

        (await _store.LogAsync(recorded.Id, 35, 20, default)).Select(chunk => chunk.FirstLine).Should().Equal(31, 41, 51);
        (await _store.LogAsync(recorded.Id, 1, 10, default)).Select(chunk => chunk.FirstLine).Should().Equal(1);
        (await _store.LogAsync(recorded.Id, 101, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task LogAsync_DroppedLinesWithNoneAfterThem_AreReported()
    {
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        recorded.Add(new TaskLogged(1, [new LogLine(Noon, LogLevel.Information, "one")])).Add(new TaskLogged(52, [], 50));
        await CommitAsync(recorded);

        (await _store.LogAsync(recorded.Id, 1, 100, default)).Select(chunk => (chunk.FirstLine, chunk.Dropped))
            .Should().Equal((1, 0), (52, 50));
        recorded.Add(new TaskLogged(52, [new LogLine(Noon, LogLevel.Information, "two")]));
        await CommitAsync(recorded);

        (await _store.LogAsync(recorded.Id, 2, 100, default)).Select(chunk => (chunk.FirstLine, chunk.Lines.Count))
            .Should().Equal((52, 0), (52, 1));
    }

    [Fact]
    public async Task LogAsync_OldestLinesTrimmed_BeginsWithTheFirstStoredLine()
    {
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        for (var first = 1; first <= 41; first += 10)
        {
            recorded.Add(new TaskLogged(first, [.. Enumerable.Range(first, 10).Select(i =>
                new LogLine(Noon, LogLevel.Information, $"\u0000 {i} ü\"", null, IsWarning: i % 10 == 0))]));
        }

        await CommitAsync(recorded);
        recorded.Add(new TaskLogged(51, [new LogLine(Noon, LogLevel.Information, "new")]) { Trim = new LogTrim(30, 30) });
        await CommitAsync(recorded);

        var stored = (await _store.FindAsync(recorded.Id, default))!;
        stored.Should().BeEquivalentTo(new { LogLines = 21, DroppedLines = 30, TrimmedLines = 30, Warnings = 5 });
        (await _store.LogAsync(recorded.Id, 1, 11, default)).Select(chunk => chunk.FirstLine).Should().Equal(31, 41);
        (await _store.LogAsync(recorded.Id, 45, 100, default)).Select(chunk => chunk.FirstLine).Should().Equal(41, 51);
        var events = await _store.EventsAsync(recorded.Id, 0, 100, EventKinds.All, default);
        events.OfType<TaskLogged>().Select(chunk => (chunk.FirstLine, chunk.Lines.Count, chunk.Trimmed)).Should().Equal(
            (1, 0, new TrimmedChunk(10, 1)), (11, 0, new TrimmedChunk(10, 1)), (21, 0, new TrimmedChunk(10, 1)), (31, 10, null),
                (41, 10, null), (51, 1, null));
        events.Skip(1).Aggregate(TaskSnapshot.From(recorded.Id, (TaskCreated)events[0]), (task, taskEvent) => task.Apply(taskEvent))
            .Should().BeEquivalentTo(stored, "what is gone is still counted");
    }

    [Fact]
    public async Task CommitAsync_LiveStateOnly_ChangesProgressAndNothingElse()
    {
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        await CommitAsync(recorded);

        await _store.CommitAsync([new StoreEntry(recorded.Snapshot with { Progress = 61, Status = "Row 6" }, [])], default);

        (await _store.FindAsync(recorded.Id, default)).Should().BeEquivalentTo(recorded.Snapshot with { Progress = 61, Status = "Row 6" });
    }

    [Fact]
    public async Task ListAsync_History_IsNewestFirstAndPagesBothWays()
    {
        var recorded = Enumerable.Range(0, 25).Select(i => Finished($"Task {i}", Noon.AddMinutes(i))).ToList();
        await CommitAsync([.. recorded, new RecordedTask("Running", Noon)]);

        var names = new List<string>();
        var page = await _store.ListAsync(new TaskQuery { Limit = 10 }, default);
        page.Previous.Should().BeNull("this is the first page");
        var first = page;
        while (true)
        {
            names.AddRange(page.Items.Select(task => task.Name));
            if (page.Next is null)
            {
                break;
            }

            page = await _store.ListAsync(new TaskQuery { Limit = 10, Cursor = page.Next }, default);
        }

        names.Should().Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"Task {i}"));
        var back = await _store.ListAsync(new TaskQuery { Limit = 10, Cursor = page.Previous }, default);
        back = await _store.ListAsync(new TaskQuery { Limit = 10, Cursor = back.Previous }, default);
        back.Items.Select(task => task.Name).Should().Equal(first.Items.Select(task => task.Name));
        back.Previous.Should().BeNull();
    }

    [Fact]
    public async Task ListAsync_SameTime_LosesAndRepeatsNobody()
    {
        await CommitAsync([.. Enumerable.Range(0, 9).Select(i => Finished($"Task {i}", Noon))]);

        var first = await _store.ListAsync(new TaskQuery { Limit = 4 }, default);
        var second = await _store.ListAsync(new TaskQuery { Limit = 4, Cursor = first.Next }, default);
        var third = await _store.ListAsync(new TaskQuery { Limit = 4, Cursor = second.Next }, default);

        first.Items.Concat(second.Items).Concat(third.Items).Select(task => task.Id).Should().OnlyHaveUniqueItems().And.HaveCount(9);
    }

    [Fact]
    public async Task ListAsync_Filters_EachOmitsWhatDoesNotMatch()
    {
        await CommitAsync(
            Finished("Import customers", Noon, "import-customers", "anna"),
            Finished("Import customers", Noon.AddMinutes(1), "import-customers", "jonas", failed: true),
            Finished("Index a folder", Noon.AddMinutes(2), "index-a-folder", "anna"));

        (await NamesAsync(new TaskQuery { Definition = "import-customers" })).Should().HaveCount(2);
        (await NamesAsync(new TaskQuery { Owner = "anna" })).Should().Equal("Index a folder", "Import customers");
        (await NamesAsync(new TaskQuery { States = [TaskState.Failed] })).Should().Equal("Import customers");
        (await NamesAsync(new TaskQuery { Node = "a" })).Should().HaveCount(3);
        (await NamesAsync(new TaskQuery { Node = "b" })).Should().BeEmpty();
        (await NamesAsync(new TaskQuery { States = [TaskState.Succeeded], Owner = "anna", Definition = "index-a-folder" }))
            .Should().Equal("Index a folder");
    }

    [Fact]
    public async Task ListAsync_Parent_FindsWhatItStarted()
    {
        var parent = Finished("Nightly", Noon);
        var running = new RecordedTask("Child that runs", Noon) { Parent = parent.Id }.Add(new TaskStarting("a", 1));
        await CommitAsync(
            parent,
            Finished("Other", Noon),
            running,
            new RecordedTask("Child that ended", Noon) { Parent = parent.Id }.Add(new TaskCancelled(TaskReason.ByUser, "anna")));

        (await NamesAsync(new TaskQuery { Parent = parent.Id })).Should().Equal("Child that ended");
        (await NamesAsync(new TaskQuery { Parent = parent.Id, Finished = false })).Should().Equal("Child that runs");
        (await NamesAsync(new TaskQuery { Parent = running.Id })).Should().BeEmpty();
    }

    [Fact]
    public async Task ListAsync_Error_FindsTheSameErrorByTheBeginningOfItsMessage()
    {
        var same = new string('x', TaskQuery.MaxError - 1) + "\ud83d\ude00";
        await CommitAsync(
            Failed("A", "  HTTP 429 from the classifier\n"),
            Failed("B", "HTTP 429 from the classifier"),
            Failed("C", "HTTP 500"),
            Failed("D", same + " line 1"),
            Failed("E", same + " line 2"),
            Finished("F", Noon));

        (await NamesAsync(new TaskQuery { Error = "HTTP 429 from the classifier", Sort = TaskSort.Name, Ascending = true }))
            .Should().Equal("A", "B");
        (await _store.CountAsync(new TaskQuery { Error = new string('x', TaskQuery.MaxError - 1) }, 10, default))
            .Should().Be(2, "half a character is none");
        (await _store.CountAsync(new TaskQuery { Error = "HTTP" }, 10, default)).Should().Be(0);
        (await _store.ValuesAsync(TaskFacet.Error, null, 10, default))
            .Should().Equal("HTTP 429 from the classifier", "HTTP 500", new string('x', TaskQuery.MaxError - 1));
    }

    [Fact]
    public async Task AnsweredAsync_Always_FindsTasksByTheirNewestAnswerNewestFirst()
    {
        var (early, twice, late, open) = (Asked("Early", Noon, "anna"), Asked("Twice", Noon), Asked("Late", Noon), Asked("Open", Noon));
        AnswerAt(early, -1, new PromptAnswered("1", "anna", Json.Parse("""{"value":true}""")));
        AnswerAt(twice, -1, new PromptAnswered("1", "anna", Json.Parse("""{"value":true}""")));
        await CommitAsync(early, twice, late, open);
        AnswerAt(twice.Add(new PromptAsked(Ask("2"))), 2, new PromptAnswered("2", "anna", Json.Parse("""{"value":true}""")));
        AnswerAt(late, 1, new PromptExpired("1"));
        await CommitAsync(twice, late);
        await CommitAsync(
            twice.Add(new TaskSucceeded(null)),
            late.Add(new TaskFailed(TaskReason.PromptTimeout, new TaskError("X", "late"))),
            open.Add(new TaskProgressed(1, null)));

        (await _store.AnsweredAsync(Noon, null, 10, default)).Select(task => (task.Name, task.State))
            .Should().Equal(("Twice", TaskState.Succeeded), ("Late", TaskState.Failed));
        (await _store.AnsweredAsync(Noon.AddHours(-1), null, 10, default)).Select(task => task.Name).Should()
            .Equal("Twice", "Late", "Early");
        (await _store.AnsweredAsync(Noon, null, 1, default)).Select(task => task.Name).Should().Equal("Twice");
        (await _store.AnsweredAsync(Noon, "someone", 10, default)).Should().BeEmpty();
        (await _store.AnsweredAsync(Noon.AddHours(-1), "anna", 10, default)).Select(task => task.Name).Should().Equal("Early");
        await _store.RemoveAsync(twice.Id, null, default);
        (await _store.AnsweredAsync(Noon, null, 10, default)).Select(task => task.Name).Should().Equal("Late");
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
        await CommitAsync(
            Finished("Done", Noon),
            new RecordedTask("Queued", Noon),
            new RecordedTask("Running", Noon.AddMinutes(1)).Add(new TaskStarting("a", 1)));

        (await NamesAsync(new TaskQuery { Finished = false })).Should().Equal("Running", "Queued");
    }

    [Fact]
    public async Task ListAsync_RetriedTask_LeavesTheHistoryUntilItEndsAgain()
    {
        var recorded = Finished("Import", Noon, failed: true);
        await CommitAsync(recorded);

        recorded.Add(new TaskRetried("anna"));
        await CommitAsync(recorded);

        (await NamesAsync(new TaskQuery())).Should().BeEmpty();
        (await NamesAsync(new TaskQuery { Finished = false })).Should().Equal("Import");
    }

    [Theory]
    [InlineData(TaskSort.Duration, false)]
    [InlineData(TaskSort.Duration, true)]
    [InlineData(TaskSort.Name, false)]
    [InlineData(TaskSort.Name, true)]
    [InlineData(TaskSort.Time, true)]
    public async Task ListAsync_AnyOrder_PagesThroughAllAndBack(TaskSort sort, bool ascending)
    {
        var recorded = Enumerable.Range(0, 23)
            .Select(i => Finished($"Task {i % 5}", Noon.AddMinutes(i), took: TimeSpan.FromSeconds(i * 7 % 10))).ToList();
        await CommitAsync(recorded);
        var query = new TaskQuery { Sort = sort, Ascending = ascending, Limit = 5 };
        var expected = (ascending, sort) switch
        {
            (true, TaskSort.Duration) => recorded.OrderBy(recorded => recorded.Snapshot.Duration).ThenBy(recorded => recorded.Id),
            (false, TaskSort.Duration) => recorded.OrderByDescending(recorded => recorded.Snapshot.Duration)
                .ThenByDescending(recorded => recorded.Id),
            (true, TaskSort.Name) => recorded.OrderBy(recorded => recorded.Snapshot.Name).ThenBy(recorded => recorded.Id),
            (false, TaskSort.Name) => recorded.OrderByDescending(recorded => recorded.Snapshot.Name)
                .ThenByDescending(recorded => recorded.Id),
            _ => recorded.OrderBy(recorded => recorded.Snapshot.FinishedAt),
        };

        var forth = new List<TaskId>();
        var page = await _store.ListAsync(query, default);
        for (; page.Next is not null; page = await _store.ListAsync(query with { Cursor = page.Next }, default))
        {
            forth.AddRange(page.Items.Select(task => task.Id));
        }

        forth.AddRange(page.Items.Select(task => task.Id));
        var back = new List<TaskId>();
        for (; page.Previous is not null; page = await _store.ListAsync(query with { Cursor = page.Previous }, default))
        {
            back.InsertRange(0, page.Items.Select(task => task.Id));
        }

        back.InsertRange(0, page.Items.Select(task => task.Id));
        forth.Should().Equal(expected.Select(recorded => recorded.Id));
        back.Should().Equal(forth);
    }

    [Fact]
    public async Task ListAsync_TimeDurationAndTag_OmitWhatLiesOutside()
    {
        await CommitAsync([.. Enumerable.Range(0, 6).Select(i =>
            Finished($"Task {i}", Noon.AddHours(i), took: TimeSpan.FromSeconds(i), tags: i % 2 == 0 ? ["even"] : []))]);

        (await NamesAsync(new TaskQuery { From = Noon.AddHours(2), To = Noon.AddHours(4) })).Should().Equal("Task 3", "Task 2");
        (await NamesAsync(new TaskQuery { MinDuration = TimeSpan.FromSeconds(4) })).Should().Equal("Task 5", "Task 4");
        (await NamesAsync(new TaskQuery { MaxDuration = TimeSpan.FromSeconds(1) })).Should().Equal("Task 1", "Task 0");
        (await NamesAsync(new TaskQuery { Tag = "even", MinDuration = TimeSpan.FromSeconds(1) })).Should().Equal("Task 4", "Task 2");
        (await NamesAsync(new TaskQuery { Tag = "odd" })).Should().BeEmpty();
    }

    [Theory]
    [InlineData("spring-LIST", 1)]
    [InlineData("ÖLAND", 1)]
    [InlineData("\"quoted\"", 1)]
    [InlineData("ring", 1)]
    [InlineData("s3cret", 0)]
    public async Task ListAsync_TextInTheInput_FindsIt(string text, int expected)
    {
        var input = JsonSerializer.SerializeToElement(
            new
            {
                file = "spring-list.csv",
                city = "Öland",
                note = "a \"quoted\" word",
                key = SecretText.Protect(new EphemeralSecretProtector(), "s3cret")
            });
        await CommitAsync(
            new RecordedTask("Import", Noon) { Definition = "import", Input = input }.Add(new TaskStarting("a", 1)).Add(new TaskRunning())
                .Add(new TaskSucceeded(null)),
            Finished("Other", Noon));

        (await NamesAsync(new TaskQuery { Text = text })).Should().HaveCount(expected);
    }

    [Fact]
    public async Task ListAsync_TextWithPages_WalksAllMatchesNewestFirst()
    {
        await CommitAsync([.. Enumerable.Range(0, 12).SelectMany(i =>
            new[] { Finished($"Import {i}", Noon.AddMinutes(i)), Finished("Other", Noon.AddMinutes(i)) })]);

        var first = await _store.ListAsync(new TaskQuery { Text = "import", Limit = 5 }, default);
        var second = await _store.ListAsync(new TaskQuery { Text = "import", Limit = 5, Cursor = first.Next }, default);
        var back = await _store.ListAsync(new TaskQuery { Text = "import", Limit = 5, Cursor = second.Previous }, default);

        first.Items.Concat(second.Items).Select(task => task.Name)
            .Should().Equal(Enumerable.Range(2, 10).Reverse().Select(i => $"Import {i}"));
        back.Items.Select(task => task.Name).Should().Equal(first.Items.Select(task => task.Name));
        (await _store.CountAsync(new TaskQuery { Text = "import" }, 100, default)).Should().Be(12);
    }

    [Fact]
    public async Task ListAsync_RetriedAndEndedAgain_IsFoundByItsNewTextOnly()
    {
        var recorded = Finished("Import", Noon, failed: true);
        await CommitAsync(recorded);
        await CommitAsync(recorded.Add(new TaskRetried("anna")));
        (await NamesAsync(new TaskQuery { Text = "broken" })).Should().BeEmpty("it is not finished");

        await CommitAsync(
            recorded.Add(new TaskStarting("a", 2)).Add(new TaskRunning())
                .Add(new TaskFailed(TaskReason.Exception, new TaskError("X", "melted"))));

        (await NamesAsync(new TaskQuery { Text = "broken" })).Should().BeEmpty();
        (await NamesAsync(new TaskQuery { Text = "melted" })).Should().Equal("Import");
        await CommitAsync(recorded.Add(new TaskDismissed("anna")));
        (await NamesAsync(new TaskQuery { Text = "melted" })).Should().Equal(["Import"], "dismissing changes nothing in the history");
    }

    [Fact]
    public async Task OutcomesAsync_Always_CountsByTimeAndState()
    {
        await CommitAsync(
            Finished("A", Noon.AddMinutes(1)),
            Finished("B", Noon.AddMinutes(2)),
            Finished("C", Noon.AddMinutes(3), failed: true),
            Finished("D", Noon.AddMinutes(61)),
            Finished("E", Noon.AddMinutes(-1)));

        (await _store.OutcomesAsync(new TaskQuery { From = Noon }, TimeSpan.FromHours(1), default)).Should().Equal(
            new OutcomeCount(Noon, TaskState.Succeeded, 2),
            new OutcomeCount(Noon, TaskState.Failed, 1),
            new OutcomeCount(Noon.AddHours(1), TaskState.Succeeded, 1));
    }

    [Fact]
    public async Task DurationsAsync_Always_GivesMedianAndP95OfTheNewestByDefinition()
    {
        await CommitAsync(
        [
            .. Enumerable.Range(1, 20).Select(i => Finished("Import", Noon.AddMinutes(i), "import", took: TimeSpan.FromSeconds(i))),
            Finished("Import again", Noon, "import", took: TimeSpan.FromHours(9)),
            .. Enumerable.Range(1, 3).Select(i => Finished("Lambda", Noon.AddHours(1), owner: "anna", took: TimeSpan.FromSeconds(i))),
            NeverBegan(Noon.AddHours(2)),
        ]);

        (await _store.DurationsAsync(new TaskQuery(), 23, default)).Should().Equal(
            new DurationPercentiles("Import", "import", 20, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(19)),
            new DurationPercentiles("Lambda", null, 3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)));
        (await _store.DurationsAsync(new TaskQuery { Owner = "anna", Text = "lambda", Sort = TaskSort.Name, Limit = 1 }, 10, default))
            .Should().ContainSingle().Which.Runs.Should().Be(3);
    }

    [Fact]
    public async Task ValuesAsync_Always_GivesEachValueOfFinishedTasksOnceInOrder()
    {
        await CommitAsync(
            Finished("A", Noon, "index", "jonas", tags: ["crm", "spring"]),
            Finished("B", Noon, "import", "anna", tags: ["crm"]),
            Finished("C", Noon, "import", "anna"),
            Finished("D", Noon));

        (await _store.ValuesAsync(TaskFacet.Definition, null, 10, default)).Should().Equal("import", "index");
        (await _store.ValuesAsync(TaskFacet.Owner, null, 10, default)).Should().Equal("anna", "jonas");
        (await _store.ValuesAsync(TaskFacet.Tag, null, 10, default)).Should().Equal("crm", "spring");
        (await _store.ValuesAsync(TaskFacet.Owner, null, 1, default)).Should().Equal("anna");
        (await _store.ValuesAsync(TaskFacet.Definition, "anna", 10, default)).Should().Equal("import");
        (await _store.ValuesAsync(TaskFacet.Owner, "anna", 10, default)).Should().Equal("anna");
        (await _store.ValuesAsync(TaskFacet.Tag, "anna", 10, default)).Should().Equal("crm");
        (await _store.ValuesAsync(TaskFacet.Tag, "jonas", 1, default)).Should().Equal("crm");
        (await _store.ValuesAsync(TaskFacet.Definition, "eva", 10, default)).Should().BeEmpty();
        (await _store.ValuesAsync(TaskFacet.Error, "anna", 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task ValuesAsync_NothingFinished_IsEmpty()
    {
        await CommitAsync(new RecordedTask("Queued", Noon) { Owner = "anna", Definition = "import", Tags = [] });

        (await _store.ValuesAsync(TaskFacet.Owner, null, 10, default)).Should().BeEmpty();
        (await _store.ValuesAsync(TaskFacet.Tag, null, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task FindKeyAsync_AfterCommit_KnowsTheTaskUntilTheTimeIsOver()
    {
        var recorded = new RecordedTask("Import", Noon) { Owner = "anna", Key = "k1", Fingerprint = "f1" };
        await CommitAsync(recorded);

        (await _store.FindKeyAsync("anna", "k1", Noon.AddHours(-24), default)).Should().Be(new IdempotencyRecord(recorded.Id, "f1"));
        (await _store.FindKeyAsync("anna", "k1", Noon.AddSeconds(1), default)).Should().BeNull();
        (await _store.FindKeyAsync("jonas", "k1", Noon.AddHours(-24), default)).Should().BeNull();
    }

    [Fact]
    public async Task PurgeAsync_ByAgeAndNumber_RemovesTheOldestFinishedAndNothingElse()
    {
        var running = new RecordedTask("Running", Noon.AddDays(-9)).Add(new TaskStarting("a", 1));
        var recorded = Enumerable.Range(0, 10).Select(i => Finished($"Task {i}", Noon.AddMinutes(i), tags: ["t"])).ToList();
        await CommitAsync([.. recorded, running]);

        (await _store.PurgeAsync(Noon.AddMinutes(3), 1_000, 100, default))
            .Should().BeEquivalentTo(recorded.Take(3).Select(recorded => recorded.Id));
        (await _store.PurgeAsync(Noon, 5, 1, default)).Should().Equal(recorded[3].Id);
        (await _store.PurgeAsync(Noon, 5, 100, default)).Should().Equal(recorded[4].Id);

        (await NamesAsync(new TaskQuery { Tag = "t", Ascending = true })).Should().Equal("Task 5", "Task 6", "Task 7", "Task 8", "Task 9");
        (await _store.EventsAsync(recorded[0].Id, 0, 10, EventKinds.All, default)).Should().BeEmpty();
        (await _store.FindAsync(running.Id, default)).Should().NotBeNull();
        (await NamesAsync(new TaskQuery { Text = "task" })).Should().HaveCount(5);
    }

    [Fact]
    public async Task CommitAsync_EventsThatDoNotFollow_AreRefusedAndTheRestIsWritten()
    {
        var (recorded, free) = (new RecordedTask("Import", Noon), new RecordedTask("Other", Noon));
        await CommitAsync(recorded);
        recorded.Add(new TaskStarting("a", 1)).TakeEntry();

        var refused = await FluentActions.Awaiting(() => CommitAsync(recorded.Add(new TaskRunning()), free))
            .Should().ThrowAsync<StaleWriteException>("event 2 is missing");

        refused.Which.Tasks.Should().Equal(recorded.Id);
        (await _store.EventsAsync(recorded.Id, 0, 10, EventKinds.All, default)).Should().HaveCount(1);
        (await _store.FindAsync(free.Id, default)).Should().NotBeNull();
    }

    [Fact]
    public async Task CommitAsync_OfAnOlderEpoch_IsRefused()
    {
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        await CommitAsync(recorded);
        var late = new TaskCancelled(TaskReason.ByUser, null).Stamp(4, Noon, 0);

        await FluentActions.Awaiting(
            () => _store.CommitAsync([new StoreEntry(recorded.Snapshot with { Seq = 4, Epoch = 0 }, [late])], default))
                .Should().ThrowAsync<StaleWriteException>();

        (await _store.EventsAsync(recorded.Id, 0, 10, EventKinds.All, default)).Should().HaveCount(3);
    }

    [Fact]
    public async Task CommitAsync_AgainBecauseTheResponseWasLost_IsAppliedOnce()
    {
        var recorded = new RecordedTask("Import", Noon) { Key = "k" };
        StoreEntry[] created = [recorded.TakeEntry()];
        StoreEntry[] ended = [recorded.Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Add(new TaskSucceeded(null)).TakeEntry()];

        await _store.CommitAsync(created, default);
        await _store.CommitAsync(created, default);
        await _store.CommitAsync(ended, default);
        await _store.CommitAsync(ended, default);

        (await _store.EventsAsync(recorded.Id, 0, 10, EventKinds.All, default)).Select(one => one.Seq).Should().Equal(1, 2, 3, 4);
        (await NamesAsync(new TaskQuery { Text = "import" })).Should().HaveCount(1);
    }

    [Fact]
    public async Task ProbeAsync_Always_ChangesNothing()
    {
        var recorded = new RecordedTask("Import", Noon);
        await CommitAsync(recorded);

        await _store.ProbeAsync(default);

        (await _store.FindAsync(recorded.Id, default)).Should().BeEquivalentTo(recorded.Snapshot);
    }

    [Fact]
    public async Task ListAsync_UnknownCursor_IsRejectedWithAMessage() =>
        await FluentActions.Awaiting(() => _store.ListAsync(new TaskQuery { Cursor = "nonsense" }, default))
            .Should().ThrowAsync<ArgumentException>().WithMessage("'nonsense' is not a valid cursor*");

    [Fact]
    public async Task CountAsync_ManyMatches_StopsAtTheLimit()
    {
        await CommitAsync([.. Enumerable.Range(0, 7).Select(i => Finished($"Task {i}", Noon))]);

        (await _store.CountAsync(new TaskQuery(), 100, default)).Should().Be(7);
        (await _store.CountAsync(new TaskQuery(), 5, default)).Should().Be(5);
    }

    [Fact]
    public async Task RemoveAsync_Finished_DeletesItAndAllThatBelongsToIt()
    {
        var (gone, stays) = (Finished("Gone", Noon, tags: ["t"]), Finished("Stays", Noon, tags: ["t"]));
        var running = new RecordedTask("Running", Noon).Add(new TaskStarting("a", 1));
        await CommitAsync(gone, stays, running);

        (await _store.RemoveAsync(gone.Id, null, default)).Should().BeTrue();

        (await _store.RemoveAsync(gone.Id, null, default)).Should().BeFalse("it is there no more");
        (await _store.RemoveAsync(running.Id, null, default)).Should().BeFalse("it has not ended");
        (await _store.FindAsync(gone.Id, default)).Should().BeNull();
        (await _store.EventsAsync(gone.Id, 0, 10, EventKinds.All, default)).Should().BeEmpty();
        (await NamesAsync(new TaskQuery { Tag = "t" })).Should().Equal("Stays");
        (await _store.FindAsync(running.Id, default)).Should().NotBeNull();
    }

    [Fact]
    public async Task CommitAsync_WhatPeopleDid_IsInTheAuditOnceNewestFirst()
    {
        var (imported, night) = (new RecordedTask("Import", Noon) { Owner = "anna" }, new RecordedTask("By a program", Noon));
        await CommitAsync(imported.Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Add(new PromptAsked(Ask("1"))), night);
        var answer = new PromptAnswered("1", "bert", Json.Parse("""{"value":true}"""));
        ActionOrigin.Current = new ActionOrigin("4711", "API key", "10.0.0.3");
        answer.Prepare();
        AnswerAt(imported, 1, answer);
        await CommitAsync(night.Add(new PriorityChanged(10, "bert")));
        StoreEntry[] later = [imported.Add(new PauseRequested("anna")).Add(new CancelRequested("anna"))
            .Add(new TaskCancelled(TaskReason.ByUser, "anna")).Add(new TaskDismissed("bert")).TakeEntry()];
        await _store.CommitAsync(later, default);
        await _store.CommitAsync(later, default); // its answer got lost
        await CommitAsync(night.Add(new TaskCancelled(TaskReason.ByUser, "anna")).Add(new TaskDismissed(null)));

        (await AuditAsync(new AuditQuery()))
            .Should()
            .Equal(
            "anna Cancel By a program",
            "bert Dismiss Import",
            "anna Cancel Import",
            "anna Pause Import",
            "bert Answer Import",
            "bert Prioritize By a program",
            "anna Start Import");
        (await _store.Audit.ReadAsync(new AuditQuery { TaskId = imported.Id, Action = AuditAction.Answer }, default)).Items
            .Should().ContainSingle().Which.Should().BeEquivalentTo(
            new AuditEntry(
                Noon.AddHours(1),
                "bert",
                AuditAction.Answer,
                imported.Id,
                "Import, a.csv")
            { Origin = new ActionOrigin("4711", "API key", "10.0.0.3") },
            same => same.Excluding(entry => entry.Number));
    }

    [Fact]
    public async Task CommitAsync_RejectedBecauseOwnershipWasLost_LeavesNothingInTheAudit()
    {
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        await CommitAsync(recorded);
        var late = new CancelRequested("anna").Stamp(4, Noon, 0);

        await FluentActions.Awaiting(
            () => _store.CommitAsync([new StoreEntry(recorded.Snapshot with { Seq = 4, Epoch = 0 }, [late])], default))
                .Should().ThrowAsync<StaleWriteException>();

        (await AuditAsync(new AuditQuery())).Should().BeEmpty();
    }

    [Fact]
    public async Task RemoveAsync_ByAPerson_StaysInTheAuditWithAllThatWasDoneBefore()
    {
        var gone = Finished("Gone", Noon, owner: "anna");
        await CommitAsync(gone);
        var bert = new ActionOrigin("4711", "Cookies", "2001:db8::1");
        var removal = AuditEntry.Of(gone.Snapshot, "bert", AuditAction.Remove, Noon.AddHours(1)) with { Origin = bert };

        (await _store.RemoveAsync(gone.Id, removal, default)).Should().BeTrue();
        (await _store.RemoveAsync(gone.Id, removal, default)).Should().BeFalse();

        (await AuditAsync(new AuditQuery { TaskId = gone.Id })).Should().Equal("bert Remove Gone", "anna Start Gone");
        (await _store.Audit.ReadAsync(new AuditQuery(), default)).Items.Select(entry => entry.Origin).Should().Equal(bert, null);
        (await AuditAsync(new AuditQuery { Text = "COOKIES" })).Should().Equal("bert Remove Gone");
        (await AuditAsync(new AuditQuery { Text = "2001:db8" })).Should().Equal("bert Remove Gone");
        (await AuditAsync(new AuditQuery { Text = "address" })).Should().BeEmpty("that is the name of a field");
        (await AuditAsync(new AuditQuery { Text = "gone" })).Should().HaveCount(2);
    }

    [Fact]
    public async Task Audit_ManyEntries_IsFilteredAndPaged()
    {
        var recorded = Finished("Import", Noon);
        for (var i = 1; i <= 5; i++)
        {
            await _store.Audit.AddAsync(
                AuditEntry.Of(
                    recorded.Snapshot,
                    i % 2 == 0 ? "even" : "odd\0\ud83d",
                    AuditAction.Answer,
                    Noon.AddMinutes(i)) with
                { Refusal = i == 5 ? "Only anna may." : null },
                default);
        }

        var first = await _store.Audit.ReadAsync(new AuditQuery { Limit = 2 }, default);
        var second = await _store.Audit.ReadAsync(new AuditQuery { Limit = 2, Before = first.Next }, default);
        var last = await _store.Audit.ReadAsync(new AuditQuery { Limit = 2, Before = second.Next }, default);

        first.Items.Concat(second.Items).Concat(last.Items).Select(entry => entry.At.Minute).Should().Equal(5, 4, 3, 2, 1);
        last.Next.Should().BeNull();
        first.Items[0].Refusal.Should().Be("Only anna may.");
        (await _store.Audit.ReadAsync(new AuditQuery { By = "even" }, default)).Items.Should().HaveCount(2);
        (await _store.Audit.ReadAsync(new AuditQuery { Refused = true }, default)).Items.Should().ContainSingle();
        (await _store.Audit.ReadAsync(new AuditQuery { Refused = false }, default)).Items.Should().HaveCount(4);
        (await _store.Audit.ReadAsync(new AuditQuery { Action = AuditAction.Start }, default)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Audit_Purge_RemovesTheOldestAFewAtATime()
    {
        var recorded = Finished("Import", Noon);
        for (var i = 1; i <= 5; i++)
        {
            await _store.Audit.AddAsync(AuditEntry.Of(recorded.Snapshot, "anna", AuditAction.Retry, Noon.AddMinutes(i)), default);
        }

        (await _store.Audit.PurgeAsync(Noon.AddMinutes(4), 2, default)).Should().Be(2);
        (await _store.Audit.PurgeAsync(Noon.AddMinutes(4), 2, default)).Should().Be(1);
        (await _store.Audit.PurgeAsync(Noon.AddMinutes(4), 2, default)).Should().Be(0);

        (await _store.Audit.ReadAsync(new AuditQuery(), default)).Items.Select(entry => entry.At.Minute).Should().Equal(5, 4);
    }

    [Fact]
    public async Task Nodes_PutAgainAndAgain_KeepsTheNewestOfEachNewestFirst()
    {
        var node = TaskNode.Here("web-1", Noon);
        await _store.Nodes.PutAsync(node, default);
        await _store.Nodes.PutAsync(node with { SeenAt = Noon.AddSeconds(10) }, default);
        var next = TaskNode.Here("web-2", Noon.AddMinutes(1));
        await _store.Nodes.PutAsync(next, default);
        var load = new NodeLoad(3, 1, new SlotUsage(2, 64, 0, 2), 0.5);
        var ended = node with { SeenAt = Noon.AddSeconds(20), EndedAt = Noon.AddSeconds(30), IsLost = true, Load = load };
        await _store.Nodes.PutAsync(ended, default);

        (await _store.Nodes.ListAsync(default)).Select(one => one with { IsUnresponsive = null }).Should().Equal(next, ended);
    }

    [Fact]
    public async Task Nodes_MoreThanAreRemembered_ForgetsTheOldest()
    {
        for (var i = 1; i <= ITaskNodes.Remembered + 2; i++)
        {
            await _store.Nodes.PutAsync(TaskNode.Here($"web-{i}", Noon.AddSeconds(i)), default);
        }

        var nodes = await _store.Nodes.ListAsync(default);
        nodes.Should().HaveCount(ITaskNodes.Remembered);
        (nodes[0].Name, nodes[^1].Name).Should().Be(($"web-{ITaskNodes.Remembered + 2}", "web-3"));
    }

    protected Task CommitAsync(params IEnumerable<RecordedTask> recorded) =>
        _store.CommitAsync([.. recorded.Select(recorded => recorded.TakeEntry())], default);

    private static RecordedTask Finished(
        string name, DateTimeOffset at, string? definition = null, string? owner = null, bool failed = false, TimeSpan took = default,
            string[]? tags = null)
    {
        var recorded = new RecordedTask(name, at - took) { Definition = definition, Owner = owner, Tags = tags ?? [] }
            .Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        recorded.At = at;
        return recorded.Add(failed ? new TaskFailed(TaskReason.Exception, new TaskError("X", "broken")) : new TaskSucceeded(null));
    }

    private static RecordedTask Failed(string name, string message) =>
        new RecordedTask(name, Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning())
            .Add(new TaskFailed(TaskReason.Exception, new TaskError("X", message)));

    private static RecordedTask Asked(string name, DateTimeOffset at, string? owner = null) =>
        new RecordedTask(name, at.AddHours(-2)) { Owner = owner }.Add(new TaskStarting("a", 1)).Add(new TaskRunning())
            .Add(new PromptAsked(Ask("1")));

    private static Prompt Ask(string id) => new(id, PromptKind.Confirm, "Publish?") { Form = PromptForms.Confirm("Publish?", "Yes", "No") };

    private static void AnswerAt(RecordedTask recorded, double hours, TaskEvent answer)
    {
        recorded.At = Noon.AddHours(hours);
        recorded.Add(answer);
    }

    private static RecordedTask NeverBegan(DateTimeOffset at) =>
        new RecordedTask("Cancelled early", at).Add(new TaskCancelled(TaskReason.ByUser, "anna"));

    private async Task<IEnumerable<string>> AuditAsync(AuditQuery query) =>
        (await _store.Audit.ReadAsync(query, default)).Items.Select(entry => $"{entry.By} {entry.Action} {entry.TaskName.Split(',')[0]}");

    private async Task<IEnumerable<string>> NamesAsync(TaskQuery query) =>
        (await _store.ListAsync(query, default)).Items.Select(task => task.Name);
}

public class InMemoryTaskStoreTests : TaskStoreContract
{
    protected override ITaskStore Create() => new InMemoryTaskStore();
}
