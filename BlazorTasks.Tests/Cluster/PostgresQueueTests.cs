using BlazorTasks.Cluster.Queue;
using BlazorTasks.Cluster.Storage;

namespace BlazorTasks.Tests.Cluster;

/// <summary>What every node reads many times a second must cost the same in a long history.</summary>
[Collection(PostgresTests.Name)]
public class PostgresQueueTests(PostgresServer server)
{
    private const int History = 20_000;
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("UPDATE tasks SET node_id = gen_random_uuid(), changed = pg_current_xact_id()")]
    [InlineData("UPDATE tasks SET ready_at = now(), node_id = NULL")]
    public async Task Peek_StatisticsOfAnotherHour_ScansNoTable(string busyHour)
    {
        var database = await server.NewDatabaseAsync();
        await using (var store = new PostgresTaskStore(database))
        {
            await store.OpenAsync(default);
            await store.CommitAsync([new RecordedTask("Task", Noon).TakeEntry()], default);
        }

        await using var source = NpgsqlDataSource.Create($"{database};Search Path=blazor_tasks");
        await ExecuteAsync(source, "ALTER TABLE tasks SET (autovacuum_enabled = false)");
        await ExecuteAsync(
            source,
            $"""
            INSERT INTO tasks SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).*
            FROM tasks t, generate_series(1, {History})
            """);
        await ExecuteAsync(source, busyHour);
        await ExecuteAsync(source, "ANALYZE tasks");
        await ExecuteAsync(source, "UPDATE tasks SET node_id = NULL, ready_at = NULL, changed = NULL");

        await using var peek = new PostgresQueue(source, new UnreadableTasks()).Peek(Guid.NewGuid(), 1_000, "1");
        peek.CommandText = $"EXPLAIN {peek.CommandText}";

        var plan = await peek.ReadAllAsync(row => row.GetString(0), default);
        plan.Should().Contain(line => line.Contains("tasks_owned")).And.NotContain(line => line.Contains("Seq Scan on tasks"));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
