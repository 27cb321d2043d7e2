namespace BlazorTasks.Tests.Core.Access;

/// <summary>What people do with API keys, and what programs do with them.</summary>
public sealed class KeyAccessTests : IAsyncLifetime
{
    private static readonly Person Anna = new("anna") { Name = "Anna Lind" };
    private static readonly Person Eva = new("eva") { Role = TaskRole.Admin };

    private readonly TestMonitor _test = new(builder => builder.AddTasksFrom(typeof(SampleTasks).Assembly));

    public Task InitializeAsync() => _test.Monitor.OpenAsync();

    public Task DisposeAsync() => _test.DisposeAsync().AsTask();

    [Fact]
    public async Task Authenticate_RightKey_IsFoundAndItsUseRecorded()
    {
        var (key, secret) = await CreateAsync(Anna, new("Nightly", KeyScopes.Read));

        (await _test.Monitor.Keys.AuthenticateAsync(secret, "192.0.2.7"))!.Id.Should().Be(key.Id);
        (await _test.Monitor.Keys.FindAsync(key.Id))!.LastUsedFrom.Should().Be("192.0.2.7");
        (await _test.Monitor.Keys.AuthenticateAsync(secret[..^1] + (secret[^1] == 'A' ? 'E' : 'A'), null)).Should().BeNull();
        (await _test.Monitor.Keys.AuthenticateAsync("bt_", null)).Should().BeNull();
    }

    [Theory]
    [InlineData(KeyScopes.Read, false, false, false)]
    [InlineData(KeyScopes.Start, true, false, false)]
    [InlineData(KeyScopes.Act, false, true, false)]
    [InlineData(KeyScopes.Answer, false, false, true)]
    [InlineData(KeyScopes.Start | KeyScopes.Act | KeyScopes.Answer, true, true, true)]
    public async Task Scopes_LimitWhatAProgramDoes(KeyScopes scopes, bool starts, bool acts, bool answers)
    {
        var asking = _test.Monitor.Start("Asks", task => task.ConfirmAsync("Publish?"), new() { Owner = "anna" });
        await _test.Monitor.Until(asking.Id, task => task.Prompt is not null);
        var program = _test.Monitor.For((await CreateAsync(Anna, new("Nightly", scopes))).Key.ToPerson());

        (await StartsAsync(program, "double")).Should().Be(starts);
        (await program.AnswerAsync(asking.Id, "1", (object)true)).IsAccepted.Should().Be(answers);
        if (!answers)
        {
            (await program.CancelAsync(asking.Id)).IsAccepted.Should().Be(acts);
        }
    }

    [Fact]
    public async Task Definitions_LimitWhatAProgramSeesAndDoes()
    {
        var own = await _test.Monitor.StartAsync("double", Json.Parse("""{"number":2}"""), new() { Owner = "anna" });
        var other = await _test.Monitor.StartAsync("no-result", null, new() { Owner = "anna" });
        await Task.WhenAll(own.Completion, other.Completion).WaitAsync(TestMonitor.MaxWait);
        var settings = new ApiKeySettings("Nightly", KeyScopes.Read | KeyScopes.Start | KeyScopes.Act) { Definitions = ["double"] };
        var program = _test.Monitor.For((await CreateAsync(Eva, settings)).Key.ToPerson());

        (await program.ListAsync(new())).Items.Select(task => task.Id).Should().Equal(own.Id);
        (await program.GetAsync(other.Id)).Should().BeNull();
        program.Definitions.Select(definition => definition.Name).Should().Equal("double");
        (await StartsAsync(program, "double")).Should().BeTrue();
        (await StartsAsync(program, "no-result")).Should().BeFalse();
        (await program.DismissAsync(other.Id)).Outcome.Should().Be(CommandOutcome.NotFound);
        await program.Invoking(one => one.StartExternalAsync("Backup")).Should().ThrowAsync<AccessDeniedException>();
    }

    [Fact]
    public async Task ToPerson_OwnerWithFewerRightsNow_HasNoMore()
    {
        var key = (await CreateAsync(Eva, new("Nightly", KeyScopes.Admin))).Key;

        key.ToPerson().IsAdmin.Should().BeTrue();
        key.ToPerson(new Person("eva") { Role = TaskRole.Viewer }).Role.Should().Be(TaskRole.Viewer);
        key.ToPerson(new Person("eva") { Role = TaskRole.Operator }).SeesAllTasks.Should().BeFalse();
    }

    [Fact]
    public async Task Manage_OthersKeys_IsForAdministrators()
    {
        var key = (await CreateAsync(Anna, new("Nightly", KeyScopes.Read))).Key;
        var bert = _test.Monitor.For(new Person("bert"));

        (await bert.Keys.ListAsync()).Should().BeEmpty();
        (await bert.Keys.RevokeAsync(key.Id)).Should().BeFalse();
        (await _test.Monitor.For(Eva).Keys.ListAsync()).Should().ContainSingle();
        await _test.Monitor.For(key.ToPerson()).Keys.Invoking(keys => keys.ListAsync()).Should().ThrowAsync<AccessDeniedException>();
        (await _test.Monitor.For(Eva).Keys.RevokeAsync(key.Id)).Should().BeTrue();
        (await _test.Monitor.Keys.FindAsync(key.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_ExpiredKey_IsNull()
    {
        var time = new ManualTimeProvider();
        await using var test = new TestMonitor(time: time);
        var settings = new ApiKeySettings("Nightly", KeyScopes.Read) { ExpiresAt = time.GetUtcNow().AddHours(1) };
        var secret = (await test.Monitor.For(Anna).Keys.CreateAsync(settings)).Secret!;

        (await test.Monitor.Keys.AuthenticateAsync(secret, null)).Should().NotBeNull();
        time.Advance(TimeSpan.FromHours(1));
        (await test.Monitor.Keys.AuthenticateAsync(secret, null)).Should().BeNull();
    }

    [Theory]
    [InlineData(KeyScopes.Client | KeyScopes.Read, 1, null, "scopes")]
    [InlineData(KeyScopes.Client, null, null, "expires_at")]
    [InlineData(KeyScopes.Client, 400, null, "expires_at")]
    [InlineData(KeyScopes.Client, 1, "", "client")]
    [InlineData(KeyScopes.Client, 1, "bert", "client")]
    [InlineData(KeyScopes.Read, 1, "anna", "client")]
    public async Task Create_ClientTokenThatShowsTooMuch_IsRejected(KeyScopes scopes, int? days, string? client, string wrong)
    {
        var expiresAt = days is { } some ? _test.Monitor.Time.GetUtcNow().AddDays(some) : (DateTimeOffset?)null;

        var result = await _test.Monitor.For(Anna).Keys.CreateAsync(new("Wall", scopes) { Client = client, ExpiresAt = expiresAt });

        result.Errors.Keys.Should().Contain(wrong);
        result.Key.Should().BeNull();
    }

    [Fact]
    public async Task ToPerson_OfAClientToken_SeesTheTasksOfItsOwnerAndNothingElse()
    {
        var expiresAt = _test.Monitor.Time.GetUtcNow().AddDays(1);
        var mine = _test.Monitor.Start("Mine", task => task.ConfirmAsync("Publish?"), new() { Owner = "mia" });
        var other = _test.Monitor.Start("Eva's", _ => { }, new() { Owner = "eva" });
        await _test.Monitor.Until(mine.Id, task => task.Prompt is not null);

        var key = (await CreateAsync(Eva, new("Wall", KeyScopes.Client) { Client = "mia", ExpiresAt = expiresAt })).Key;
        var client = _test.Monitor.For(key.ToPerson());

        (await client.GetAsync(mine.Id))!.Id.Should().Be(mine.Id);
        (await client.GetAsync(other.Id)).Should().BeNull();
        (await client.CancelAsync(mine.Id)).IsAccepted.Should().BeFalse();
        (await client.AnswerAsync(mine.Id, "1", (object)true)).IsAccepted.Should().BeFalse();
        key.IsAllowedFor(Eva).Should().BeTrue();
        key.IsAllowedFor(new Person("eva")).Should().BeFalse("she is no administrator any more");
    }

    [Fact]
    public async Task Create_AtTheLimit_ReplacesTheOldestThatHasExpired()
    {
        var time = new ManualTimeProvider();
        await using var test = new TestMonitor(time: time);
        var keys = test.Monitor.For(Anna).Keys;
        ApiKeySettings Lasting(int hours) => new("Wall", KeyScopes.Client) { ExpiresAt = time.GetUtcNow().AddHours(hours) };
        var first = (await keys.CreateAsync(Lasting(1))).Key!;
        for (var made = 1; made < ApiKey.MaxPerOwner; made++)
        {
            (await keys.CreateAsync(Lasting(3))).Errors.Should().BeEmpty();
        }

        (await keys.CreateAsync(Lasting(3))).Errors.Keys.Should().Equal("name");
        time.Advance(TimeSpan.FromHours(2));

        (await keys.CreateAsync(Lasting(3))).Errors.Should().BeEmpty();
        (await keys.ListAsync()).Should().HaveCount(ApiKey.MaxPerOwner).And.NotContain(key => key.Id == first.Id);
    }

    private async Task<(ApiKey Key, string Secret)> CreateAsync(Person by, ApiKeySettings settings)
    {
        var result = await _test.Monitor.For(by).Keys.CreateAsync(settings);
        result.Errors.Should().BeEmpty();
        return (result.Key!, result.Secret!);
    }

    private static async Task<bool> StartsAsync(TaskAccess program, string definition)
    {
        try
        {
            await program.StartAsync(definition, definition == "double" ? Json.Parse("""{"number":2}""") : null);
            return true;
        }
        catch (Exception error) when (error is AccessDeniedException or ArgumentException)
        {
            return false;
        }
    }
}
