namespace BlazorTasks.Tests.Notifications;

/// <summary>Whose browsers are notified, and by which push services.</summary>
public sealed class PushDevicesTests : IAsyncLifetime
{
    private TestMonitor _test = null!;
    private PushService _service = null!;

    private IPushDevices Devices => _test.Services.GetRequiredService<IPushDevices>();

    public async Task InitializeAsync()
    {
        _service = await PushService.StartAsync();
        _test = new TestMonitor(builder => builder.AddNotifications(options => options.Push.Services.Add("127.0.0.1")));
    }

    public async Task DisposeAsync()
    {
        await _test.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Add_SeveralPeople_EachHasTheirOwn()
    {
        var subscription = _service.Subscribe();
        var device = await Devices.AddAsync("ada", subscription);
        await Devices.AddAsync("ada", subscription);
        await Devices.AddAsync("bert", _service.Subscribe("Chrome on Windows"));

        (await Devices.ListAsync("ada")).Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { device.Id, Name = "Firefox on Linux" });
        await Devices.RemoveAsync("bert", device.Id);
        (await Devices.ListAsync("ada")).Should().ContainSingle("it is not Bert's to remove");
        (await Devices.ListAsync("bert")).Should().ContainSingle().Which.Name.Should().Be("Chrome on Windows");
    }

    [Fact]
    public async Task Add_ManyAtOnce_LosesNoneAndKeepsTheLatestTen()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Devices.AddAsync("ada", _service.Subscribe())));
        (await Devices.ListAsync("ada")).Should().HaveCount(8);

        var last = PushDevice.IdOf("");
        for (var i = 0; i < 5; i++)
        {
            last = (await Devices.AddAsync("ada", _service.Subscribe())).Id;
        }

        (await Devices.ListAsync("ada")).Should().HaveCount(10).And.Contain(one => one.Id == last);
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data", "The push service 169.254.169.254 is not one that*")]
    [InlineData("https://fcm.googleapis.com.example.com/x", "The push service fcm.googleapis.com.example.com is not one that*")]
    [InlineData("https://notfcm.googleapis.com/x", "The push service notfcm.googleapis.com is not one that*")]
    [InlineData("https://localhost:5432/", "The push service localhost is not one that*")]
    [InlineData("http://fcm.googleapis.com/x", "The address of the browser's subscription is not valid.")]
    [InlineData("https://fcm.googleapis.com@10.0.0.1/x", "The address of the browser's subscription is not valid.")]
    [InlineData("file:///etc/passwd", "The address of the browser's subscription is not valid.")]
    [InlineData("nowhere", "The address of the browser's subscription is not valid.")]
    public async Task Add_AddressThatIsNoPushService_IsRejected(string endpoint, string message)
    {
        var add = () => Devices.AddAsync("ada", _service.Subscribe() with { Endpoint = endpoint });

        (await add.Should().ThrowAsync<InvalidInputException>()).WithMessage(message);
        (await Devices.ListAsync("ada")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc")]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/abc")]
    [InlineData("https://web.push.apple.com/abc")]
    [InlineData("https://wns2-par02p.notify.windows.com/w/?token=abc")]
    public async Task Add_PushServiceOfABrowser_IsAccepted(string endpoint)
    {
        var device = await Devices.AddAsync("ada", _service.Subscribe() with { Endpoint = endpoint });

        device.Id.Should().Be(PushDevice.IdOf(endpoint));
    }

    [Theory]
    [InlineData("", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(null, "short")]
    [InlineData(null, "not base64!")]
    public async Task Add_KeysThatAreNotValid_AreRejected(string? key, string auth)
    {
        var subscription = _service.Subscribe();

        var add = () => Devices.AddAsync("ada", subscription with { P256dh = key ?? subscription.P256dh, Auth = auth });

        (await add.Should().ThrowAsync<InvalidInputException>()).WithMessage("The keys of the browser's subscription are not valid.");
    }

    [Fact]
    public async Task PublicKey_AskedForByManyAtOnce_IsMadeOnce()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Devices.PublicKeyAsync())));

        keys.Distinct().Should().ContainSingle().Which.Should().HaveLength(87);
    }

    [Fact]
    public async Task PublicKey_SecretsCanNoLongerBeDecrypted_IsMadeAnew()
    {
        using var folder = new TempFolder();
        var database = folder.File("tasks.db");
        var first = await KeyAsync(database);

        (await KeyAsync(database)).Should().NotBe(first, "each process of a host without data protection has keys of its own");
    }

    [Fact]
    public async Task PublicKey_AfterARestart_IsTheSame()
    {
        using var folder = new TempFolder();
        var database = folder.File("tasks.db");
        var protector = SecretProtector.From(text => $"hidden {text}", text => text["hidden ".Length..]);

        (await KeyAsync(database, protector)).Should().Be(await KeyAsync(database, protector));
    }

    [Fact]
    public async Task Disabled_HasNoKeyAndNoBrowsers()
    {
        await using var test = new TestMonitor(builder => builder.AddNotifications(options => options.Push.Enabled = false));
        var devices = test.Services.GetRequiredService<IPushDevices>();

        (await devices.PublicKeyAsync()).Should().BeNull();
        (await devices.ListAsync("ada")).Should().BeEmpty();
    }

    private static async Task<string?> KeyAsync(string database, ISecretProtector? protector = null)
    {
        await using var test = new TestMonitor(builder =>
        {
            builder.UseSqlite($"Data Source={database};Pooling=False").AddNotifications();
            if (protector is not null)
            {
                builder.Services.AddSingleton(protector);
            }
        });
        return await test.Services.GetRequiredService<IPushDevices>().PublicKeyAsync();
    }
}
