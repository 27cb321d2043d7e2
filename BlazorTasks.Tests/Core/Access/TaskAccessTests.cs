namespace BlazorTasks.Tests.Core.Access;

/// <summary>What people see and do: a task that is not theirs does not exist for them.</summary>
public sealed class TaskAccessTests : IAsyncLifetime
{
    private static readonly Person Anna = new("anna") { Name = "Anna Lind" };
    private static readonly Person Bert = new("bert");
    private static readonly Person Viewer = new("anna") { Role = TaskRole.Viewer };
    private static readonly Person Admin = new("eva") { Role = TaskRole.Admin };
    private static readonly Person SeesAll = new("olaf") { SeesAllTasks = true };

    private readonly TestMonitor _test = new(builder => builder.AddTasksFrom(typeof(GuardedTasks).Assembly));

    private MonitoredTask _asking = default!;
    private MonitoredTask _ended = default!;

    public async Task InitializeAsync()
    {
        _ended = await _test.Monitor.StartAsync("double", Json.Parse("""{"number":2}"""), new() { Owner = "anna", Tags = ["crm"] });
        await _ended.Completion.WaitAsync(TestMonitor.MaxWait);
        _asking = _test.Monitor.Start("Asks", task => task.ConfirmAsync("Publish?"), new() { Owner = "anna" });
        await _test.Monitor.UntilActive(active => active.Questions.Count == 1 && active.JustFinished.Count == 1);
    }

    public Task DisposeAsync() => _test.DisposeAsync().AsTask();

    [Fact]
    public async Task Read_AsSomeoneElse_IsAsIfThereWereNothing()
    {
        var access = _test.Monitor.For(Bert);
        var id = _ended.Id;

        access.Active.Should().Be(ActiveTasks.None);
        access.FindLive(_asking.Id).Should().BeNull();
        (await access.GetAsync(id)).Should().BeNull();
        (await access.GetAsync(_asking.Id)).Should().BeNull();
        (await access.ReadAsync(id)).Should().BeNull();
        (await access.ReadEventsAsync(id, 0, 10)).Should().BeEmpty();
        (await access.ReadAtAsync(id, 1)).Should().BeNull();
        (await access.ReadLogAsync(id, 1, 10)).Should().BeEmpty();
        (await access.ListAsync(new())).Items.Should().BeEmpty();
        (await access.ListAsync(new() { Owner = "anna" })).Items.Should().BeEmpty();
        (await access.ListAllAsync(new() { Finished = false }).ToListAsync()).Should().BeEmpty();
        (await access.CountAsync(new())).Should().Be(0);
        (await access.OutcomesAsync(new() { From = DateTimeOffset.UnixEpoch }, TimeSpan.FromDays(1))).Should().BeEmpty();
        (await access.DurationsAsync(new())).Should().BeEmpty();
        (await access.ValuesAsync(TaskFacet.Definition)).Should().BeEmpty();
        (await access.ValuesAsync(TaskFacet.Tag)).Should().BeEmpty();
        (await access.ValuesAsync(TaskFacet.Owner)).Should().BeEmpty();
        access.StatisticsOf("double").Runs.Should().BeEmpty();
        (await access.ActivityAsync()).FinishedToday.Should().Be(0);
        access.Slots.Should().BeNull();
        access.CanPause(_asking.Snapshot with { State = TaskState.Running, HasCheckpoints = true }).Should().BeFalse();
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("sees all")]
    public async Task Read_AsOwnerOrWhoSeesAll_FindsEverything(string who)
    {
        var access = _test.Monitor.For(who switch { "viewer" => Viewer, "owner" => Anna, "admin" => Admin, _ => SeesAll });

        access.Active.Questions.Should().ContainSingle();
        (await access.GetAsync(_ended.Id))!.Name.Should().Be("Double");
        (await access.ReadAsync(_ended.Id))!.Result!.Value.GetInt32().Should().Be(4);
        (await access.ListAsync(new())).Items.Should().ContainSingle();
        (await access.CountAsync(new())).Should().Be(1);
        (await access.ValuesAsync(TaskFacet.Tag)).Should().Equal("crm");
        access.StatisticsOf("double").Runs.Should().ContainSingle();
        (await access.ActivityAsync()).FinishedToday.Should().Be(1);
    }

    [Fact]
    public async Task Command_OnSomeoneElsesTask_IsTheAnswerForAnUnknownTask()
    {
        var access = _test.Monitor.For(Bert);
        var unknown = await access.CancelAsync(TaskId.New(DateTimeOffset.UtcNow));

        CommandResult[] results =
        [
            await access.CancelAsync(_asking.Id), await access.PauseAsync(_asking.Id), await access.ResumeAsync(_asking.Id),
            await access.AnswerAsync(_asking.Id, "1", (object)true), await access.RetryAsync(_ended.Id),
            await access.DismissAsync(_ended.Id), await access.RemoveAsync(_ended.Id),
            await access.RetryWithInputAsync(_asking.Id, "1", Json.Parse("{}")),
        ];

        results.Should().OnlyContain(result => result.Outcome == unknown.Outcome && result.Task == null);
        results.Should().OnlyContain(result => result.Message.EndsWith(" does not exist."));
        _asking.Snapshot.State.Should().Be(TaskState.Waiting);
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("sees all")]
    public async Task Command_ByWhoMayOnlySee_IsDeniedAndRecorded(string who)
    {
        var access = _test.Monitor.For(who == "viewer" ? Viewer : SeesAll);

        CommandResult[] results =
        [
            await access.CancelAsync(_asking.Id), await access.AnswerAsync(_asking.Id, "1", (object)true),
            await access.DismissAsync(_ended.Id), await access.RemoveAsync(_ended.Id), await access.RetryAsync(_ended.Id),
        ];

        results.Should().OnlyContain(result => result.Outcome == CommandOutcome.NotAllowed);
        (await _test.Monitor.AuditAsync(new() { Refused = true })).Items.Should().HaveCount(results.Length)
            .And.OnlyContain(entry => entry.By == access.Person.Name);
    }

    [Fact]
    public async Task Command_ByAnAdministratorOnAnothersTask_StandsInItsHistory()
    {
        var access = _test.Monitor.For(Admin);

        (await access.AnswerAsync(_asking.Id, "1", (object)true)).IsAccepted.Should().BeTrue();
        (await access.DismissAsync(_ended.Id)).IsAccepted.Should().BeTrue();

        (await _test.Monitor.ReadAsync(_asking.Id))!.Milestones.OfType<PromptAnswered>().Single().By.Should().Be("eva");
        (await _test.Monitor.ReadAsync(_ended.Id))!.Milestones.OfType<TaskDismissed>().Single().By.Should().Be("eva");
    }

    [Fact]
    public async Task Resume_OfAnothersPauseRequest_StandsInItsHistory()
    {
        await _test.Monitor.PauseAsync(_asking.Id, "anna");

        (await _test.Monitor.For(Admin).ResumeAsync(_asking.Id)).IsAccepted.Should().BeTrue();

        (await _test.Monitor.ReadAsync(_asking.Id))!.Milestones.OfType<PauseRequested>().Last().WithdrawnBy.Should().Be("eva");
    }

    [Fact]
    public async Task Command_AfterTheRightsWereRevoked_IsDeniedAtOnce()
    {
        var now = Anna;
        var access = _test.Monitor.For(Anna, () => ValueTask.FromResult<Person?>(now));

        now = Viewer;
        (await access.CancelAsync(_asking.Id)).Outcome.Should().Be(CommandOutcome.NotAllowed);
        await access.Awaiting(one => one.StartAsync("double", Json.Parse("""{"number":2}"""))).Should().ThrowAsync<AccessDeniedException>();
        now = null!;
        (await access.CancelAsync(_asking.Id)).Outcome.Should().Be(CommandOutcome.NotAllowed);
        now = Bert; // another person behind the same page
        (await access.CancelAsync(_asking.Id)).Outcome.Should().Be(CommandOutcome.NotAllowed);
        _asking.Snapshot.State.Should().Be(TaskState.Waiting);
    }

    [Fact]
    public async Task StartAsync_Always_IsOwnedByThePerson()
    {
        var task = await _test.Monitor.For(Anna).StartAsync("double", Json.Parse("""{"number":2}"""), new() { Owner = "bert" });

        task.Snapshot.Owner.Should().Be("anna");
    }

    [Fact]
    public async Task StartAsync_DefinitionForOtherRoles_DoesNotExist()
    {
        var access = _test.Monitor.For(Anna);

        access.Definitions.Should().NotContain(definition => definition.Name == "guarded");
        access.FindDefinition("guarded").Should().BeNull();
        access.WhyMissing("guarded").Should().Be("The definition 'guarded' does not exist.");
        await access.Awaiting(one => one.StartAsync("guarded")).Should().ThrowAsync<ArgumentException>()
            .WithMessage("The definition 'guarded' does not exist.*");
        (await _test.Monitor.For(new Person("mei", ["approver"])).StartAsync("guarded")).Snapshot.Owner.Should().Be("mei");
    }

    [Fact]
    public async Task Answer_AskedByRole_SeesTheTaskWhileItAsks()
    {
        var asking = _test.Monitor.Start(
            "Pay",
            task => task.ConfirmAsync("Pay?", new() { For = Answerers.InRole("approver") }),
            new() { Owner = "anna" });
        await _test.Monitor.UntilActive(active => active.Questions.Count == 2);
        var access = _test.Monitor.For(new Person("mei", ["approver"]));

        access.Active.Questions.Select(task => task.Id).Should().Equal(asking.Id);
        (await access.CancelAsync(asking.Id)).Outcome.Should().Be(CommandOutcome.NotAllowed);
        (await access.AnswerAsync(asking.Id, "1", (object)true)).IsAccepted.Should().BeTrue();
        await asking.Completion.WaitAsync(TestMonitor.MaxWait);
        (await access.GetAsync(asking.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Subscribe_AsSomeoneElse_OnlyHearsOfOwnTasks()
    {
        var heard = new List<TaskSnapshot>();
        using var subscription = _test.Monitor.For(Bert).Subscribe(frame => heard.AddRange(frame.Changed.Values));

        await _asking.CancelAsync();
        var own = _test.Monitor.Start("Own", _ => { }, new() { Owner = "bert" });
        await _test.Monitor.Until(own.Id, task => task.State.IsFinal());

        heard.Should().NotBeEmpty().And.OnlyContain(task => task.Owner == "bert");
    }

    [Fact]
    public async Task Audit_ByNoAdministrator_IsDenied()
    {
        var access = _test.Monitor.For(SeesAll);

        await access.Awaiting(one => one.AuditAsync(new())).Should().ThrowAsync<AccessDeniedException>();
        await access.Awaiting(one => one.NodesAsync()).Should().ThrowAsync<AccessDeniedException>();
        (await access.Schedules.RunAsync("any")).Outcome.Should().Be(ScheduleOutcome.NotFound);
        (await access.Schedules.CreateAsync("any", new() { Definition = "double", Rule = new() })).Outcome
            .Should().Be(ScheduleOutcome.NotAllowed);
    }
}

public static class GuardedTasks
{
    [MonitoredTask("Guarded", Roles = ["approver"])]
    public static string Guarded() => "done";
}
