namespace BlazorTasks.Tests.Notifications;

/// <summary>Notifications reach the browsers that people have chosen, through a real push service that reads them as browsers do.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private const string Ada = "ada";
    private const string Secret = "planted-4711";

    private readonly ManualTimeProvider _time = new();
    private TestMonitor _test = null!;
    private PushService _service = null!;

    private TaskMonitor Monitor => _test.Monitor;

    private IPushDevices Devices => _test.Services.GetRequiredService<IPushDevices>();

    private Notifier Notifier => _test.Services.GetServices<IHostedService>().OfType<Notifier>().Single();

    public async Task InitializeAsync()
    {
        _service = await PushService.StartAsync();
        _test = new TestMonitor(builder => builder.AddNotifications(Configure), _time);
        await Notifier.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await Notifier.StopAsync(CancellationToken.None);
        await _test.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Question_ReachesEachBrowserOfTheOwnerEncryptedAndSigned()
    {
        await Devices.AddAsync(Ada, _service.Subscribe());
        await Devices.AddAsync(Ada, _service.Subscribe("Chrome on Android"));
        await Devices.AddAsync("bert", _service.Subscribe());

        var task = Start("Publish", code => code.ConfirmAsync("Publish 12 rows? 🌿"));
        var pushes = new[] { await _service.NextAsync(), await _service.NextAsync() };

        pushes.Select(push => push.Browser).Distinct().Should().HaveCount(2);
        foreach (var push in pushes)
        {
            push.Text.GetProperty("title").GetString().Should().Be("Publish asks: Publish 12 rows? 🌿");
            push.Text.GetProperty("page").GetString().Should().Be($"task/{task.Id}");
            push.Token.Should().BeEquivalentTo(
                new { Key = await Devices.PublicKeyAsync(), Audience = "http://127.0.0.1", Subject = "mailto:ops@example.com" },
                "the library omits ports, which the push services of browsers do not have");
            push.Token.ExpiresAt.Should().BeBefore(DateTimeOffset.UtcNow.AddDays(1)).And.BeAfter(DateTimeOffset.UtcNow);
            push.Ttl.Should().Be("86400");
        }

        (await DeliveriesAsync()).Select(one => one.Label).Should().BeEquivalentTo("ada in Firefox on Linux", "ada in Chrome on Android");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Delivery_BrowserHasUnsubscribed_RemovesIt(int answer)
    {
        _service.Answers.Enqueue(answer);
        await Devices.AddAsync(Ada, _service.Subscribe());

        Start("Import", Fail);
        await _service.NextAsync();
        var delivery = await EndedAsync();

        delivery.Should().BeEquivalentTo(
            new { State = TaskState.Succeeded, Status = "Not sent: the browser no longer accepts notifications and was removed" });
        (await Devices.ListAsync(Ada)).Should().BeEmpty();
    }

    [Fact]
    public async Task Delivery_PushServiceIsBusy_IsTriedAgainAndItsAddressIsNotShown()
    {
        _service.Answers.Enqueue(503);
        var subscription = _service.Subscribe();
        await Devices.AddAsync(Ada, subscription);

        Start("Import", Fail);
        await _service.NextAsync();
        var delivery = await Eventually.FoundAsync(async () =>
            (await DeliveriesAsync()).SingleOrDefault(one => one.State == TaskState.Backoff));
        var events = await Monitor.ReadEventsAsync(delivery.Id, 0, 1_000);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _service.NextAsync();

        delivery.ErrorMessage.Should().Be("The push service 127.0.0.1 answered 503 (ServiceUnavailable).");
        string.Join('\n', events.Select(one => JsonSerializer.Serialize<object>(one))).Should()
            .NotContainAny("/push/", subscription.Auth, subscription.P256dh);
    }

    [Fact]
    public async Task Delivery_RejectedByThePushService_FailsAndIsSentAgainByAnAdministrator()
    {
        _service.Answers.Enqueue(403);
        await Devices.AddAsync(Ada, _service.Subscribe());
        Start("Import", Fail);
        await _service.NextAsync();
        var failed = await EndedAsync();

        (await Monitor.For(Person.Local).Deliveries.SendAgainAsync(failed.Id)).IsAccepted.Should().BeTrue();

        failed.ErrorMessage.Should().Be("The push service 127.0.0.1 answered 403 (Forbidden).");
        (await _service.NextAsync()).Text.GetProperty("title").GetString().Should().Be("Import failed");
    }

    [Fact]
    public async Task Delivery_TurnedOffMeanwhile_IsNotSent()
    {
        var device = await Devices.AddAsync(Ada, _service.Subscribe());
        await PreferAsync(new NotificationPreferences
        {
            Events = [NotificationEvent.Failed],
            QuietFrom = TimeOnly.FromDateTime(_time.GetUtcNow().UtcDateTime.AddHours(-1)),
            QuietTo = TimeOnly.FromDateTime(_time.GetUtcNow().UtcDateTime.AddHours(1)),
        });
        Start("Import", Fail);
        await Eventually.TrueAsync(async () => (await DeliveriesAsync()).Count == 1);

        await Devices.RemoveAsync(Ada, device.Id);
        _time.Advance(TimeSpan.FromHours(2));

        (await EndedAsync()).Status.Should().Be("Not sent: notifications were turned off in this browser");
    }

    [Fact]
    public async Task Digest_SeveralOutcomes_IsOneNotification()
    {
        await Devices.AddAsync(Ada, _service.Subscribe());
        await PreferAsync(new NotificationPreferences
        {
            Events = [NotificationEvent.Failed, NotificationEvent.Succeeded],
            DigestAt = new TimeOnly(8, 0),
        });

        await EndAsync(Start("Import", Fail));
        await EndAsync(Start("Export", _ => Task.CompletedTask));
        var digest = await Eventually.FoundAsync(async () => (await DeliveriesAsync()).SingleOrDefault());
        _time.Advance(digest.RunAt!.Value - _time.GetUtcNow() + TimeSpan.FromSeconds(1));
        var push = await _service.NextAsync();

        push.Text.GetProperty("title").GetString().Should().Be("1 of 2 tasks did not succeed");
        push.Text.GetProperty("body").GetString()!.Split('\n').Should().BeEquivalentTo("Import failed", "Export succeeded");
        push.Text.GetProperty("page").GetString().Should().Be("history?owner=ada");
    }

    [Fact]
    public async Task Secret_RepeatedByItsTask_IsNotPushed()
    {
        await Devices.AddAsync(Ada, _service.Subscribe());

        var task = Start("Sync", RepeatAsync);
        await _service.NextAsync();
        await Monitor.AnswerAsync(task.Id, "1", Json.Parse($$"""{"password":"{{Secret}}"}"""));
        var asked = await _service.NextAsync();
        await Monitor.AnswerAsync(task.Id, "2", true);
        var failed = await _service.NextAsync();

        new[] { asked, failed }.Select(push => push.Text.ToString()).Should().OnlyContain(text => text.Contains("•••"))
            .And.NotContain(text => text.Contains(Secret));
    }

    [Fact]
    public async Task Text_AsLongAsATaskAllows_FitsIntoAPush()
    {
        await Devices.AddAsync(Ada, _service.Subscribe());

        Start(new string('日', 200), _ => throw new IOException(new string('本', 5_000)));

        var text = (await _service.NextAsync()).Text;
        text.GetProperty("title").GetString().Should().HaveLength(150).And.EndWith("…");
        text.GetProperty("body").GetString().Should().HaveLength(500).And.EndWith("…");
    }

    private void Configure(NotificationOptions options)
    {
        options.Push.Services.Add("127.0.0.1");
        options.Push.Contact = "mailto:ops@example.com";
        options.Rules.Add(new NotificationRule { Events = { NotificationEvent.Asked, NotificationEvent.Failed }, To = { "owner" } });
    }

    private static async Task RepeatAsync(TaskContext task)
    {
        var login = await task.AskAsync<Login>("Sign in");
        await task.ConfirmAsync($"Use {login.Password}?", new PromptOptions { Body = $"It is {login.Password}." });
        throw new IOException($"refused {login.Password}");
    }

    private static Task Fail(TaskContext task) => throw new IOException("disk on fire");

    private MonitoredTask Start(string name, Func<TaskContext, Task> code) => Monitor.Start(name, code, new StartOptions { Owner = Ada });

    private Task PreferAsync(NotificationPreferences preferences) =>
        Monitor.Settings.SetAsync(NotificationPreferences.Setting, Ada, preferences);

    private Task<TaskSnapshot> EndAsync(MonitoredTask task) => Eventually.FoundAsync(async () =>
        await Monitor.GetAsync(task.Id) is { State: var state } found && state.IsFinal() ? found : null);

    private Task<TaskSnapshot> EndedAsync() => Eventually.FoundAsync(async () =>
        (await DeliveriesAsync()).SingleOrDefault(one => one.State.IsFinal()));

    private async Task<List<TaskSnapshot>> DeliveriesAsync()
    {
        var query = new TaskQuery { Definitions = DeliveryAccess.Definitions };
        return [.. (await Monitor.ListAsync(query)).Items, .. (await Monitor.ListAsync(query with { Finished = false })).Items];
    }

    private sealed record Login([property: DataType(DataType.Password)] string Password);
}
