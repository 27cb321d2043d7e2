using BlazorTasks.Storage.Sqlite;

namespace BlazorTasks.Tests.Core.Storage;

public class SqliteTaskStoreTests : DurableTaskStoreContract
{
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("tasks.db");

    protected override ITaskStore Create() => new SqliteTaskStore($"Data Source={Database}");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    protected override IReadOnlyList<string> Damages(IReadOnlyList<TaskId> tasks)
    {
        string[] damages =
        [
            "tags = '{'",
            "prompt = '{\"id\":1'",
            "state = 99",
            "created_at = created_at, run_at = 900000000000000000",
            "owner = CAST(x'FF' AS TEXT), tags = '[1]'",
            "id = x'0102'",
        ];
        return [.. damages.Select((set, i) => $"UPDATE tasks SET {set} WHERE id = x'{tasks[i].Value:N}'")];
    }

    protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task OpenAsync_SecondTime_KeepsEverything()
    {
        await CommitAsync(new RecordedTask("Kept", DateTimeOffset.UnixEpoch));
        await base.DisposeAsync();

        await InitializeAsync();

        await using var second = Create();
        await FluentActions.Awaiting(() => second.OpenAsync(default)).Should().ThrowAsync<TaskStoreException>("the first still has it")
            .WithMessage(
            $"The database {Database} cannot be used: * If another process is using it, stop that process or choose another file.");
    }

    [Theory]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file::memory:?cache=shared")]
    [InlineData("Data Source=file:shared?mode=memory&cache=shared")]
    [InlineData("Data Source=:memory:")]
    public void Create_InMemory_IsRejectedWithAMessage(string connection) => FluentActions.Invoking(() => new SqliteTaskStore(connection))
        .Should().Throw<ArgumentException>()
        .WithMessage($"\"{connection}\" does not specify a file. Omit UseSqlite to store tasks in memory.*");

    [Fact]
    public async Task FindAsync_FolderWithASemicolon_Works()
    {
        var folder = Directory.CreateDirectory(_folder.File("a;b = c")).FullName;
        await using var store = new SqliteTaskStore(
            new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "tasks.db") }.ConnectionString);
        await store.OpenAsync(default);

        (await store.FindAsync(TaskId.New(DateTimeOffset.UnixEpoch), default)).Should().BeNull();
    }

    [Fact]
    public async Task OpenAsync_NotADatabase_IsRefusedByNameAndLeftAlone()
    {
        var file = _folder.File("notes.db");
        await File.WriteAllTextAsync(file, "These are my notes, not a database. " + new string('x', 5_000));
        await using var store = new SqliteTaskStore($"Data Source={file}");

        await FluentActions.Awaiting(() => store.OpenAsync(default)).Should().ThrowAsync<TaskStoreException>()
            .WithMessage($"The database {file} cannot be opened (*not a database*");

        (await File.ReadAllTextAsync(file)).Should().StartWith("These are my notes");
    }

    [Fact]
    public async Task OpenAsync_NewerSchema_IsRefused()
    {
        await base.DisposeAsync();
        await ExecuteAsync("PRAGMA user_version = 999");

        await FluentActions.Awaiting(InitializeAsync)
            .Should().ThrowAsync<TaskStoreException>().WithMessage("*has schema version 999*newer version*");
    }

    [Fact]
    public async Task CommitAsync_FileWasMovedAway_IsRefusedUntilItIsBack()
    {
        File.Move(Database, _folder.File("moved.db"));

        await FluentActions.Awaiting(() => CommitAsync(new RecordedTask("Would be lost", DateTimeOffset.UnixEpoch)))
            .Should().ThrowAsync<TaskStoreException>()
            .WithMessage($"The database {Database} was moved or deleted*Restore it*");

        File.Exists(Database).Should().BeFalse();
        File.Move(_folder.File("moved.db"), Database);
        await CommitAsync(new RecordedTask("Kept", DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("")]
    public void New_WithoutFile_SaysWhatToDo(string connectionString) =>
        FluentActions.Invoking(() => new SqliteTaskStore(connectionString))
            .Should().Throw<ArgumentException>().WithMessage("*does not specify a file*");
}
