using SmtpServer.Protocol;

namespace BlazorTasks.Tests.Notifications;

/// <summary>What happens to tasks reaches people who do not look, through a real mail server and a real web server.</summary>
public sealed class NotifierTests : IAsyncLifetime
{
    private const string Delivery = "send-a-notification";
    private const string Secret = "planted-4711";

    private static readonly StartOptions Adas = new() { Owner = "ada@example.com" };
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private readonly MailReceiver _mail = new();
    private readonly ManualTimeProvider _time = new();
    private readonly Ledger _ledger = new();
    private TestMonitor _test = null!;
    private WebhookReceiver _hook = null!;

    private TaskMonitor Monitor => _test.Monitor;

    private DeliveryAccess Deliveries => Monitor.For(Person.Local).Deliveries;

    public async Task InitializeAsync()
    {
        _hook = await WebhookReceiver.StartAsync();
        _test = new TestMonitor(
            builder =>
            {
                builder.AddTasksFrom(typeof(SampleTasks).Assembly).AddNotifications(Configure);
                builder.Services.AddSingleton(_ledger);
            },
            _time);
    }

    public async Task DisposeAsync()
    {
        await NotifierOfTheHost().StopAsync(CancellationToken.None);
        await _test.DisposeAsync();
        await _hook.DisposeAsync();
        await _mail.DisposeAsync();
    }

    [Fact]
    public async Task Failure_IsPostedOnceAndSigned()
    {
        await StartNotifierAsync();

        var task = Monitor.Start("Nightly import", Fail, new StartOptions { Tags = ["ops"], Owner = "nobody" });
        var post = await _hook.NextAsync();

        Json.Parse(post.Body).GetProperty("type").GetString().Should().Be("task.failed");
        Json.Parse(post.Body).GetProperty("data").GetProperty("error").GetString().Should().Be("disk on fire");
        post.Body.Should().Contain($"https://tasks.example.com/ops/task/{task.Id}");
        var signed = $"{post.Headers["webhook-id"]}.{post.Headers["webhook-timestamp"]}.{post.Body}";
        post.Headers["webhook-signature"].Should()
            .Be("v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed))));
        var delivery = await DeliveryAsync();
        delivery.Should().BeEquivalentTo(new { Label = "webhook:ops", ParentId = (TaskId?)task.Id, Owner = (string?)null });
        await UntilAsync(delivery.Id, snapshot => snapshot.DismissedAt is not null);
    }

    [Fact]
    public async Task Question_IsMailedToTheOwnerWithALink()
    {
        await StartNotifierAsync();

        var task = Monitor.Start(
            "Publish",
            code => code.ConfirmAsync("Publish <b>12</b> rows?"),
            new StartOptions { Owner = "ada@example.com" });
        var message = await _mail.NextAsync();

        message.To.ToString().Should().Be("ada@example.com");
        message.Subject.Should().Be("Publish asks: Publish <b>12</b> rows?");
        message.TextBody.Should().Contain($"https://tasks.example.com/ops/task/{task.Id}");
        message.HtmlBody.Should().Contain("Publish &lt;b&gt;12&lt;/b&gt; rows?").And.Contain(">Answer</a>");
        message.MessageId.Should().Be($"{(await DeliveryAsync()).Id}@example.com");
    }

    [Fact]
    public async Task Delivery_ReceiverIsBusy_IsTriedAgainAndItsAddressIsNotShown()
    {
        _hook.Answers.Enqueue(503);
        await StartNotifierAsync();

        Monitor.Start("Nightly import", Fail, new StartOptions { Tags = ["ops"] });
        var first = await _hook.NextAsync();
        var delivery = await UntilAsync((await DeliveryAsync()).Id, task => task.State == TaskState.Backoff);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await _hook.NextAsync();

        second.Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
        delivery.ErrorMessage.Should().Be("The webhook \"ops\" answered 503 (ServiceUnavailable).");
        var events = await Monitor.ReadEventsAsync(delivery.Id, 0, 1_000);
        string.Join('\n', events.Select(one => System.Text.Json.JsonSerializer.Serialize<object>(one))).Should().NotContain("hidden-path");
    }

    [Fact]
    public async Task Delivery_RejectedForGood_FailsInSightOfAdministratorsAndNotifiesNobody()
    {
        _mail.Answer = SmtpResponse.MailboxUnavailable;
        await StartNotifierAsync();

        var task = Monitor.Start("Publish", code => code.ConfirmAsync("Publish?"), new StartOptions { Owner = "ada@example.com" });
        await _mail.NextAsync();
        var delivery = await UntilAsync((await DeliveryAsync()).Id, snapshot => snapshot.State == TaskState.Failed);

        delivery.ErrorMessage.Should().StartWith("The mail server rejected the message to ada@example.com: ");
        (delivery.Attempt, delivery.DismissedAt).Should().Be((1, null));
        new Person("ada@example.com").CanSee(delivery).Should().BeFalse();
        task.Snapshot.State.Should().Be(TaskState.Waiting);
    }

    [Fact]
    public async Task SendAgain_AfterSuccess_PostsTheSameMessageUnderTheSameIdHoweverOften()
    {
        await StartNotifierAsync();
        var task = Monitor.Start("Nightly import", Fail, new StartOptions { Tags = ["ops"] });
        var first = await _hook.NextAsync();
        var sent = await UntilAsync((await DeliveryAsync()).Id, delivery => delivery.State == TaskState.Succeeded);

        var again = await Deliveries.SendAgainAsync(sent.Id);
        var second = await _hook.NextAsync();
        await UntilAsync(again.Task!.Id, delivery => delivery.State == TaskState.Succeeded);
        await Deliveries.SendAgainAsync(again.Task.Id);
        var third = await _hook.NextAsync();

        again.Task.Should().BeEquivalentTo(new { sent.Label, sent.ParentId, sent.Owner }, "it is nobody else's because of that");
        again.Task.Id.Should().NotBe(sent.Id);
        new[] { second, third }.Select(post => (post.Headers["webhook-id"], post.Body)).Should()
            .AllBeEquivalentTo((first.Headers["webhook-id"], first.Body));
    }

    [Fact]
    public async Task SendAgain_AfterSuccess_IsToldInTheAuditLogAndKeepsTheOwner()
    {
        await StartNotifierAsync();
        var about = Monitor.Start("Publish", code => code.ConfirmAsync("Publish?"), Adas);
        var (id, prompt) = (about.Id.Value, (await _test.AskedAsync(about)).Prompt!.Id);
        var sent = await Monitor.StartAsync<NotificationDelivery>(
            one => one.SendAsync("ada@example.com", id, NotificationEvent.Asked, prompt, null, TaskContext.Current), Adas);
        await UntilAsync(sent.Id, delivery => delivery.State == TaskState.Succeeded);

        var again = await Deliveries.SendAgainAsync(sent.Id);

        again.Task!.Owner.Should().Be("ada@example.com");
        var audit = await Monitor.AuditAsync(new AuditQuery { TaskId = again.Task.Id });
        audit.Items.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { By = Person.Local.Name, Action = AuditAction.Retry, Origin = new { PersonId = "local" } });
    }

    [Fact]
    public async Task SendAgain_AfterAMailWasRejected_RetriesTheDelivery()
    {
        _mail.Answer = SmtpResponse.MailboxUnavailable;
        await StartNotifierAsync();
        Monitor.Start("Publish", code => code.ConfirmAsync("Publish?"), Adas);
        await _mail.NextAsync();
        var failed = await UntilAsync((await DeliveryAsync()).Id, delivery => delivery.State == TaskState.Failed);
        (await Deliveries.ListAsync(failed: true)).Select(one => one.Id).Should().Equal(failed.Id);
        _mail.Answer = SmtpResponse.Ok;

        (await Deliveries.SendAgainAsync(failed.Id)).Task!.Id.Should().Be(failed.Id);

        (await _mail.NextAsync()).Subject.Should().Be("Publish asks: Publish?");
        await UntilAsync(failed.Id, delivery => delivery.State == TaskState.Succeeded);
        (await Deliveries.ListAsync(failed: true)).Should().BeEmpty();
        (await Deliveries.ListAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task SendAgain_ByAnOperatorOrOfAnotherTask_IsRejected()
    {
        var task = Monitor.Start("Import", _ => { }, Adas);
        var operators = Monitor.For(new Person("ada@example.com")).Deliveries;

        (await Deliveries.SendAgainAsync(task.Id)).Outcome.Should().Be(CommandOutcome.NotFound);
        await operators.Invoking(one => one.SendAgainAsync(task.Id)).Should().ThrowAsync<AccessDeniedException>();
        await operators.Invoking(one => one.ListAsync()).Should().ThrowAsync<AccessDeniedException>();
    }

    [Fact]
    public async Task OnlyChanges_NotifiesOfTheFirstFailureAndOfTheSuccessAfterIt()
    {
        await StartNotifierAsync();

        await RunAsync("fails-at-first", """{"text":"a"}""");
        await RunAsync("fails-at-first", """{"text":"b"}""");
        _ledger.Add("repaired");
        await RunAsync("fails-at-first", """{"text":"c"}""");
        await RunAsync("fails-at-first", """{"text":"d"}""");
        await RunAsync("double", """{"number":2}""");

        string[] about = [await NextLabelAsync(), await NextLabelAsync(), await NextLabelAsync()];
        about.Should().BeEquivalentTo("a failed", "c succeeded", " succeeded");
    }

    [Fact]
    public async Task Start_AfterAFailureNobodyWasNotifiedOf_NotifiesOnceHoweverOftenItStarts()
    {
        var task = Monitor.Start("Nightly import", Fail, new StartOptions { Tags = ["ops"] });
        await UntilAsync(task.Id, snapshot => snapshot.State == TaskState.Failed);
        await StartNotifierAsync();
        await _hook.NextAsync();
        await NotifierOfTheHost().StopAsync(CancellationToken.None);

        await StartNotifierAsync();
        await RunAsync("double", """{"number":2}""");
        await _hook.NextAsync();

        (await DeliveriesAsync()).Count.Should().Be(2, "one for the failure and one for the run after it");
    }

    [Fact]
    public async Task Preferences_OfTheOwner_ApplyInsteadOfTheRules()
    {
        await PreferAsync(new NotificationPreferences { Events = [NotificationEvent.Succeeded] });
        await StartNotifierAsync();

        await EndAsync(Monitor.Start("Import", Fail, Adas));
        await EndAsync(Monitor.Start("Export", _ => { }, Adas));

        (await _mail.NextAsync()).Subject.Should().Be("Export succeeded");
        (await DeliveriesAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Digest_SeveralOutcomes_AreOneMessageAtItsTime()
    {
        await PreferAsync(new NotificationPreferences
        {
            Events = [NotificationEvent.Failed, NotificationEvent.Succeeded],
            DigestAt = new TimeOnly(8, 0),
        });
        await StartNotifierAsync();

        var import = Monitor.Start("Import", Fail, Adas);
        await EndAsync(import);
        await EndAsync(Monitor.Start("Export", _ => { }, Adas));
        var digest = await Eventually.FoundAsync(async () => (await Monitor.ListAsync(
            new TaskQuery { Definition = "send-a-digest", Finished = false })).Items.SingleOrDefault());
        _time.Advance(digest.RunAt!.Value - _time.GetUtcNow() + TimeSpan.FromSeconds(1));
        var message = await _mail.NextAsync();

        digest.RunAt!.Value.TimeOfDay.Should().Be(TimeSpan.FromHours(8));
        message.Subject.Should().Be("1 of 2 tasks did not succeed");
        message.TextBody.Should().Contain("Export succeeded").And.Contain("Import failed\ndisk on fire")
            .And.Contain($"https://tasks.example.com/ops/task/{import.Id}");
    }

    [Fact]
    public async Task Incidents_LostNodeAndMissedSchedule_ArePosted()
    {
        var now = _time.GetUtcNow();
        var missed = now.AddMinutes(-90);
        var rule = new ScheduleRule { Cron = "0 * * * *" };
        var settings = new ScheduleSettings { Definition = "no-result", Rule = rule, Missed = OnMissed.None };
        var nightly = new Schedule { Id = "nightly", Settings = settings, Version = 1, DueAt = missed, NextAt = missed };
        (await _test.Store.Schedules.PutAsync(nightly, null, default)).Should().BeTrue();
        await Monitor.Schedules.RunDueAsync();
        var node = new TaskNode(Guid.CreateVersion7(), "web-1", 1, "1.0", now, now) { EndedAt = now, IsLost = true };
        await _test.Store.Nodes.PutAsync(node, default);
        await StartNotifierAsync();

        var posts = new[] { await _hook.NextAsync(), await _hook.NextAsync() }.Select(post => Json.Parse(post.Body)).ToList();

        posts.Select(post => post.GetProperty("type").GetString()).Should().BeEquivalentTo("node.lost", "schedule.missed");
        posts.Select(post => post.GetProperty("data")).Select(data => $"{data.GetProperty("name")} {data.GetProperty("url")}").Should()
            .BeEquivalentTo("web-1 https://tasks.example.com/ops/nodes", "nightly https://tasks.example.com/ops/schedules/nightly");
    }

    [Fact]
    public async Task Secret_RepeatedByItsTask_LeavesNeitherByMailNorToAChat()
    {
        await StartNotifierAsync();
        var sent = new List<string>();

        var task = Monitor.Start("Sync", RepeatAsync, new StartOptions { Owner = "ada@example.com", Tags = ["repeats"] });
        await ReceiveAsync(sent);
        await Monitor.AnswerAsync(task.Id, "1", Json.Parse($$"""{"password":"{{Secret}}"}"""));
        await ReceiveAsync(sent);
        await Monitor.AnswerAsync(task.Id, "2", true);
        await ReceiveAsync(sent);

        sent.Should().HaveCount(12).And.NotContain(text => text.Contains(Secret));
        sent.Skip(4).Should().OnlyContain(text => text.Contains("•••") || text.Contains(@"\u2022\u2022\u2022"));
    }

    /// <summary>What a task with a secret sends to the mail server and to the three kinds of webhooks.</summary>
    private async Task ReceiveAsync(List<string> sent)
    {
        var mail = await _mail.NextAsync();
        sent.Add(string.Join('\n', [.. mail.Headers.Select(header => header.Value), mail.TextBody, mail.HtmlBody]));
        for (var hook = 0; hook < 3; hook++)
        {
            sent.Add((await _hook.NextAsync()).Body);
        }
    }

    private static async Task RepeatAsync(TaskContext task)
    {
        var login = await task.AskAsync<Login>("Sign in");
        var options = new PromptOptions { Body = $"It is {login.Password}.", Yes = $"Use {login.Password}" };
        await task.ConfirmAsync($"Use {login.Password}?", options);
        throw new IOException($"refused {login.Password}", new InvalidOperationException(login.Password));
    }

    private static Task Fail(TaskContext task) => throw new IOException("disk on fire");

    private void Configure(NotificationOptions options)
    {
        options.PublicUrl = new Uri("https://tasks.example.com/ops/");
        (options.Mail.Host, options.Mail.Port, options.Mail.From) = ("127.0.0.1", _mail.Port, "Tasks <tasks@example.com>");
        options.Webhooks["ops"] = new WebhookOptions { Url = _hook.Url, Secret = $"whsec_{Convert.ToBase64String(Key)}" };
        options.Rules.Add(new NotificationRule { Events = { NotificationEvent.Failed }, Tag = "ops", To = { "webhook:ops" } });
        options.Rules.Add(new NotificationRule { Events = { NotificationEvent.Failed }, Tag = "ops", To = { "webhook:ops", "owner" } });
        options.Rules.Add(new NotificationRule { Events = { NotificationEvent.Asked, NotificationEvent.Failed }, To = { "owner" } });
        options.Rules.Add(new NotificationRule
        {
            Events = { NotificationEvent.Failed, NotificationEvent.Succeeded },
            Definitions = { "fails-at-first" },
            OnlyChanges = true,
            To = { "webhook:ops" },
        });
        options.Webhooks["slack"] = new WebhookOptions { Url = _hook.Url, Format = WebhookFormat.Slack };
        options.Webhooks["teams"] = new WebhookOptions { Url = _hook.Url, Format = WebhookFormat.Teams };
        options.Rules.Add(new NotificationRule
        {
            Events = { NotificationEvent.Asked, NotificationEvent.Failed },
            Tag = "repeats",
            To = { "owner", "webhook:ops", "webhook:slack", "webhook:teams" },
        });
        options.Rules.Add(new NotificationRule
        {
            Events = { NotificationEvent.ScheduleMissed, NotificationEvent.NodeLost },
            To = { "webhook:ops" },
        });
        options.Rules.Add(new NotificationRule
        {
            Events = { NotificationEvent.Succeeded },
            Definitions = { "double" },
            To = { "webhook:ops" },
        });
    }

    private Task PreferAsync(NotificationPreferences preferences) =>
        Monitor.Settings.SetAsync(NotificationPreferences.Setting, "ada@example.com", preferences);

    private Task<TaskSnapshot> EndAsync(MonitoredTask task) => UntilAsync(task.Id, snapshot => snapshot.State.IsFinal());

    private async Task RunAsync(string definition, string input)
    {
        var task = await Monitor.StartAsync(definition, Json.Parse(input));
        _time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(task.Id, snapshot => snapshot.State.IsFinal());
    }

    private async Task<string> NextLabelAsync()
    {
        var post = Json.Parse((await _hook.NextAsync()).Body);
        return $"{post.GetProperty("data").GetProperty("label").GetString()} {post.GetProperty("type").GetString()!["task.".Length..]}";
    }

    /// <summary>The clock stands still, so there are no frames to wait for.</summary>
    private Task<TaskSnapshot> UntilAsync(TaskId id, Func<TaskSnapshot, bool> wanted) =>
        Eventually.FoundAsync(async () => await Monitor.GetAsync(id) is { } task && wanted(task) ? task : null);

    private async Task<TaskSnapshot> DeliveryAsync() =>
        await Eventually.FoundAsync(async () => (await DeliveriesAsync()).SingleOrDefault());

    private async Task<List<TaskSnapshot>> DeliveriesAsync() =>
    [
        .. (await Monitor.ListAsync(new TaskQuery { Definition = Delivery })).Items,
        .. (await Monitor.ListAsync(new TaskQuery { Definition = Delivery, Finished = false })).Items,
    ];

    private sealed record Login([property: DataType(DataType.Password)] string Password);

    private Notifier NotifierOfTheHost() => _test.Services.GetServices<IHostedService>().OfType<Notifier>().Single();

    private Task StartNotifierAsync() => NotifierOfTheHost().StartAsync(CancellationToken.None);
}
