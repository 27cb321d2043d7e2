using BlazorTasks.Tests.Notifications;

namespace BlazorTasks.Tests.Browser;

/// <summary>
/// A secret input, which the code of its task logs, reports and throws, gets neither into PostgreSQL nor to a browser or a
/// webhook. Part of the long run. PlantedSecretsTests looks for other secrets, in files, logs and responses.
/// </summary>
[Collection(nameof(Browsers))]
public sealed class PlantedSecretsJourney(Browsers browsers, PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Secret = "planted-input-0123456789";
    private const string Tables = """
        SELECT format('SELECT coalesce(string_agg(t::text, E''\n''), '''') FROM %I.%I t', table_schema, table_name)
        FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
        """;

    private readonly ConcurrentQueue<string> _frames = [];

    [FullRunFact]
    public async Task SecretInput_OfATaskThatRepeatsIt_IsInNoTableFrameOrNotification()
    {
        await using var hook = await WebhookReceiver.StartAsync();
        var database = await server.NewDatabaseAsync();
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"),
            builder => new BlazorTasksBuilder(builder.Services).UsePostgres(database).AddNotifications(options =>
            {
                options.Webhooks["ops"] = new WebhookOptions { Url = hook.Url };
                options.Rules.Add(new NotificationRule { Events = { NotificationEvent.Failed }, To = { "webhook:ops" } });
            }));
        await using var visitor = await browsers.VisitAsync(host.Address);
        visitor.Context.Page += (_, page) => page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
            _frames.Enqueue(Encoding.UTF8.GetString(frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "")));
        var page = await visitor.OpenAsync("ops/");

        var monitor = host.Services.GetRequiredService<TaskMonitor>();
        var task = await monitor.StartAsync(
            "keeps-a-secret",
            Json.Parse($$"""{"key":"{{Secret}}"}"""),
            new StartOptions { Owner = Person.Local.Id });
        var notification = await hook.NextAsync();
        var pages = new StringBuilder();
        foreach (var path in new[] { "ops/", "ops/history", "ops/audit", $"ops/task/{task.Id}" })
        {
            await page.GotoAsync(path);
            await page.LiveAsync();
            pages.Append(await page.ContentAsync());
        }

        var stored = await ContentAsync(database);
        notification.Body.Should().Contain($"{task.Id}");
        foreach (var text in new[] { pages.ToString(), string.Concat(_frames), stored })
        {
            text.Should().Contain($"{task.Id}").And.NotContain(Secret);
        }

        notification.Body.Should().NotContain(Secret);
        stored.Should().NotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)), "bytes are shown in hexadecimal");
    }

    /// <summary>All rows of all tables, as text.</summary>
    private static async Task<string> ContentAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var content = new StringBuilder();
        foreach (var select in await TextsAsync(source, Tables))
        {
            content.AppendJoin('\n', await TextsAsync(source, select));
        }

        return content.ToString();
    }

    private static async Task<List<string>> TextsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
