using BlazorTasks.Cluster.Storage;
using BlazorTasks.Tests.Core.Storage;

namespace BlazorTasks.Tests.Cluster;

[Collection(PostgresTests.Name)]
public class PostgresTaskStoreTests(PostgresServer server) : DurableTaskStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly string _database = server.NewDatabaseAsync().GetAwaiter().GetResult();

    protected override ITaskStore Create() => new PostgresTaskStore(_database);

    protected override string Events => "blazor_tasks.events";

    protected override IReadOnlyList<string> Damages(IReadOnlyList<TaskId> tasks)
    {
        string[] damages =
        [
            "snapshot = '{'",
            "snapshot = 'null'",
            "snapshot = '{}'",
            "snapshot = replace(snapshot, '\"state\":\"', '\"state\":\"no_')",
            "snapshot = (SELECT snapshot FROM blazor_tasks.tasks WHERE name = 'Task 0')",
        ];
        return [.. damages.Select((set, i) => $"UPDATE blazor_tasks.tasks SET {set} WHERE id = '{tasks[i]}'")];
    }

    [Fact]
    public async Task OpenAsync_SecondProcess_WritesBesideTheFirst()
    {
        await using var second = Create();
        await second.OpenAsync(default);

        await CommitAsync(new RecordedTask("First", Noon));
        await second.CommitAsync([new RecordedTask("Second", Noon).TakeEntry()], default);

        (await second.CountAsync(new TaskQuery { Finished = false }, 10, default)).Should().Be(2);
    }

    [Fact]
    public async Task OpenAsync_WhileAnEarlierVersionThatIsAloneRuns_IsRefused()
    {
        await using var earlier = new NpgsqlConnection(_database + ";Search Path=blazor_tasks;Pooling=false");
        await earlier.OpenAsync();
        await using var hold = new NpgsqlCommand("SELECT pg_advisory_lock(hashtext('blazor_tasks'), hashtext('blazor_tasks'))", earlier);
        await hold.ExecuteNonQueryAsync();
        await using var store = new PostgresTaskStore(_database) { MaxWait = TimeSpan.FromSeconds(1) };

        await FluentActions.Awaiting(() => store.OpenAsync(default)).Should().ThrowAsync<TaskStoreException>()
            .WithMessage("The database test_* is in use by a process with an earlier version of BlazorTasks, "
                + "which expects to be alone. Stop that process, or choose another database or schema.");
    }

    [Fact]
    public async Task CommitAsync_KeyOfATaskThatAnotherProcessHasJustStarted_IsRefused()
    {
        await using var second = Create();
        await second.OpenAsync(default);
        var first = new RecordedTask("First", Noon) { Key = "k", Owner = "ann" };
        await CommitAsync(first);
        var refused = new RecordedTask("Second", Noon) { Key = "k", Owner = "ann" };

        (await FluentActions.Awaiting(() => second.CommitAsync([refused.TakeEntry()], default)).Should().ThrowAsync<StaleWriteException>())
            .Which.Tasks.Should().Equal(refused.Id);
        await second.CommitAsync([new RecordedTask("Next day", Noon.AddHours(25)) { Key = "k", Owner = "ann" }.TakeEntry()], default);

        (await second.FindKeyAsync("ann", "k", Noon, default))!.TaskId.Should().NotBe(first.Id);
        (await second.FindAsync(refused.Id, default)).Should().BeNull();
    }

    [Fact]
    public async Task OpenAsync_EncodingThatLacksCharacters_IsRefusedInASentence()
    {
        await server.ExecuteAsync("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        await using var store = new PostgresTaskStore(server.ConnectionString("latin"));

        await FluentActions.Awaiting(() => store.OpenAsync(default)).Should().ThrowAsync<TaskStoreException>()
            .WithMessage("The database latin on 127.0.0.1:* has the encoding LATIN1, which does not support all characters. "
                + "Create a database with ENCODING 'UTF8' and specify it in the connection string.");
    }

    [Fact]
    public async Task OpenAsync_DatabaseInAnotherTimeZone_WorksInUtc()
    {
        var database = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync()).Database!;
        await server.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET timezone = 'Asia/Tokyo'");
        await using var store = new PostgresTaskStore(server.ConnectionString(database));
        await store.OpenAsync(default);
        await server.ExecuteAsync(database, "ALTER TABLE blazor_tasks.nodes ADD CHECK (current_setting('TimeZone') = 'UTC')");

        await store.Nodes.PutAsync(TaskNode.Here("web-1", Noon), default);

        (await store.Nodes.ListAsync(default)).Should().ContainSingle().Which.StartedAt.Should().Be(Noon);
    }

    [Fact]
    public async Task OpenAsync_NobodyListens_NamesTheAddressAndKeepsThePassword()
    {
        await using var store = new PostgresTaskStore("Host=127.0.0.1;Port=1;Database=shop;Username=app;Password=s3cret-word");

        var refused = (await FluentActions.Awaiting(() => store.OpenAsync(default)).Should().ThrowAsync<TaskStoreException>()).Which;

        refused.Message.Should().Be(
            "The database shop on 127.0.0.1:1 cannot be used: Connection refused. "
            + "Check that the server is running and that the connection string is correct.");
    }

    [Fact]
    public async Task OpenAsync_NoSuchDatabase_ReportsIt()
    {
        await using var store = new PostgresTaskStore(server.ConnectionString("nowhere"));

        await FluentActions.Awaiting(() => store.OpenAsync(default)).Should().ThrowAsync<TaskStoreException>()
            .WithMessage("The database nowhere on 127.0.0.1:* cannot be used: database \"nowhere\" does not exist. *");
    }

    [Theory]
    [InlineData("Database=shop;Password=s3cret-word", "*does not specify a host*")]
    [InlineData("postgresql://app:s3cret-word@db/shop", "*is invalid*")]
    [InlineData("Host=db;Porto=5;Password=s3cret-word", "*is invalid*")]
    public void New_ConnectionStringThatNobodyUnderstands_IsRefusedWithoutThePassword(string connectionString, string message) =>
        FluentActions.Invoking(() => new PostgresTaskStore(connectionString)).Should().Throw<TaskStoreException>().WithMessage(message)
            .Which.Message.Should().NotContain("s3cret-word");

    [Fact]
    public async Task OpenAsync_SchemaThatNeedsANewerProgram_IsRefused()
    {
        await DisposeAsync();
        await ExecuteAsync("UPDATE blazor_tasks.migrations SET oldest_program = 999");
        await using var store = Create();

        await FluentActions.Awaiting(() => store.OpenAsync(default)).Should().ThrowAsync<TaskStoreException>()
            .WithMessage("*requires schema version 999*newer version*");
    }

    [Fact]
    public async Task OpenAsync_SchemaOfTheNextVersionThatOnlyAdds_WorksOn()
    {
        await DisposeAsync();
        await ExecuteAsync("INSERT INTO blazor_tasks.migrations (number, oldest_program) VALUES (999, 1); "
            + "ALTER TABLE blazor_tasks.tasks ADD COLUMN more text");
        await InitializeAsync();

        await CommitAsync(new RecordedTask("Import", Noon));
    }

    [Fact]
    public async Task OpenAsync_TasksOfTheFirstVersion_AreFoundByParentAndError()
    {
        var parent = TaskId.New(Noon);
        await CommitAsync(
            new RecordedTask("Old", Noon) { Parent = parent }.Add(new TaskStarting("a", 1)).Add(new TaskRunning())
                .Add(new TaskFailed(TaskReason.Exception, new TaskError("X", " broken\n"))),
            new RecordedTask("N\0ll", Noon) { Parent = parent }.Add(new TaskStarting("a", 1)).Add(new TaskRunning())
                .Add(new TaskFailed(TaskReason.Exception, new TaskError("X", "m\0"))));
        await DisposeAsync();
        await ExecuteAsync(
            """
            ALTER TABLE blazor_tasks.events RENAME COLUMN milestone TO story;
            ALTER TABLE blazor_tasks.tasks
              DROP COLUMN parent, DROP COLUMN error, DROP COLUMN answered_at, DROP COLUMN schedule, DROP COLUMN node,
              DROP COLUMN node_id, DROP COLUMN ready_at, DROP COLUMN priority, DROP COLUMN changed,
              DROP COLUMN limit_key;
            ALTER TABLE blazor_tasks.search DROP COLUMN finished_at;
            DROP TABLE blazor_tasks.audit, blazor_tasks.nodes, blazor_tasks.schedules, blazor_tasks.calendars, blazor_tasks.commands,
              blazor_tasks.file_parts, blazor_tasks.file_holders, blazor_tasks.files, blazor_tasks.shared_state, blazor_tasks.api_keys,
              blazor_tasks.silos, blazor_tasks.silo_version;
            DELETE FROM blazor_tasks.migrations WHERE number > 1
            """);
        await using var store = Create();
        await store.OpenAsync(default);

        (await store.ListAsync(new TaskQuery { Parent = parent }, default)).Items.Select(task => task.Name).Should().Equal("Old");
        (await store.ValuesAsync(TaskFacet.Error, null, 10, default)).Should().Equal("broken");
        (await store.ListAsync(new TaskQuery { Text = "old", To = Noon.AddSeconds(1) }, default)).Items.Select(task => task.Name).Should()
            .Equal("Old");
    }

    [Fact]
    public async Task OpenAsync_WithoutTheRightToAddTrigrams_SearchesAnyway()
    {
        await DisposeAsync();
        await ExecuteAsync(
            """
            DROP SCHEMA blazor_tasks CASCADE; DROP EXTENSION IF EXISTS pg_trgm;
            DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN; CREATE SCHEMA blazor_tasks AUTHORIZATION plain
            """);
        await using var store = new PostgresTaskStore(_database.Replace("Username=postgres", "Username=plain", StringComparison.Ordinal));
        await store.OpenAsync(default);
        await store.CommitAsync([Ended("Index a folder").TakeEntry()], default);

        (await store.CountAsync(new TaskQuery { Text = "FOLD" }, 10, default)).Should().Be(1);
        await ExecuteAsync("DROP OWNED BY plain CASCADE; DROP ROLE plain");
    }

    [Fact]
    public async Task CommitAsync_OlderEpoch_IsRefusedAndTheRestIsWritten()
    {
        await using var other = Create();
        var recorded = new RecordedTask("Import", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        await CommitAsync(recorded);
        await ExecuteAsync($"UPDATE blazor_tasks.tasks SET epoch = 7 WHERE id = '{recorded.Id}'");
        var free = new RecordedTask("Other", Noon);

        var refused = await FluentActions.Awaiting(() => CommitAsync(recorded.Add(new TaskSucceeded(null)), free)).Should()
            .ThrowAsync<StaleWriteException>();

        refused.Which.Tasks.Should().Equal(recorded.Id);
        (await other.EventsAsync(recorded.Id, 0, 10, EventKinds.All, default)).Should().HaveCount(3);
        (await other.FindAsync(free.Id, default)).Should().NotBeNull();
    }

    [Fact]
    public async Task CommitAsync_CharactersThatPostgresRefuses_ComeBack()
    {
        var recorded = new RecordedTask("N\0ll and \uD800 half", Noon)
        {
            Owner = "a\0b",
            Tags = ["t\0"],
            Key = "k\0"
        }.Add(new TaskStarting("a\0", 1)).Add(new TaskRunning()).Add(new TaskProgressed(1, "s\0"))
            .Add(new TaskFailed(TaskReason.Exception, new TaskError("X", "m\0")));
        await CommitAsync(recorded);
        await using var store = Create();

        (await store.FindAsync(recorded.Id, default))!.Status.Should().Be("s\0");
        (await store.CountAsync(new TaskQuery { Owner = "a\0b", Tag = "t\0", Text = "N\0LL" }, 10, default)).Should().Be(1);
        (await store.FindKeyAsync("a\0b", "k\0", Noon, default)).Should().NotBeNull();
    }

    private static RecordedTask Ended(string name) => new RecordedTask(name, Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning())
        .Add(new TaskSucceeded(null));

    protected override Task ExecuteAsync(string sql) => server.ExecuteAsync(new NpgsqlConnectionStringBuilder(_database).Database!, sql);
}
