namespace BlazorTasks.Tests.Notifications;

/// <summary>Settings of notifications: read from the configuration, and rejected with a reason if they could not work.</summary>
public sealed class NotificationOptionsTests
{
    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["BlazorTasks:Notifications:PublicUrl"] = "https://tasks.example.com/",
        ["BlazorTasks:Notifications:Mail:Host"] = "smtp.example.com",
        ["BlazorTasks:Notifications:Mail:From"] = "tasks@example.com",
        ["BlazorTasks:Notifications:Webhooks:ops:Url"] = "https://hooks.example.com/secret-path",
        ["BlazorTasks:Notifications:Webhooks:ops:Format"] = "Slack",
        ["BlazorTasks:Notifications:Rules:0:Events:0"] = "Failed",
        ["BlazorTasks:Notifications:Rules:0:To:0"] = "owner",
        ["BlazorTasks:Notifications:Rules:0:To:1"] = "webhook:ops",
        ["BlazorTasks:Notifications:Rules:1:Events:0"] = "Asked",
        ["BlazorTasks:Notifications:Rules:1:To:0"] = "owner",
        ["BlazorTasks:Notifications:Rules:3:Events:0"] = "Failed",
        ["BlazorTasks:Notifications:Rules:3:To:0"] = "ops@example.com",
    };

    [Fact]
    public void Settings_Valid_AreRead()
    {
        var options = Read(Valid);

        options.Webhooks["ops"].Format.Should().Be(WebhookFormat.Slack);
        options.Rules[0].To.Should().Equal("owner", "webhook:ops");
    }

    [Theory]
    [InlineData("PublicUrl", "ftp://tasks.example.com", "*PublicUrl is \"ftp://tasks.example.com/\"*")]
    [InlineData("Mail:Host", "", "*Mail:Host must be a mail server*")]
    [InlineData("Mail:From", "nobody", "*Mail:From an e-mail address*")]
    [InlineData("Push:Contact", "nobody", "*Push:Contact must be \"mailto:\" and an e-mail address*")]
    [InlineData("Webhooks:ops:Url", "file:///secret-path", "*Webhooks:ops:Url must be an address that starts with https:// or http://*")]
    [InlineData("Webhooks:ops:Secret", "secret-path", "*Webhooks:ops:Secret must be \"whsec_\"*")]
    [InlineData("Rules:0:To:1", "webhook:dev", "*Rules:0 sends to the webhook \"dev\", which is not among Webhooks*")]
    [InlineData("Rules:0:To:1", "everybody", "*Rules:0 sends to \"everybody\"*")]
    [InlineData("Rules:1:Events:0", "NodeLost", "*Rules:1 sends to \"owner\", but nodes and schedules have none*")]
    [InlineData("Rules:2:To:0", "owner", "*Rules:2 needs at least one of Events*")]
    public void Settings_ThatCouldNotWork_AreRejectedWithoutSecrets(string name, string value, string message)
    {
        var read = () => Read(new Dictionary<string, string?>(Valid) { [$"BlazorTasks:Notifications:{name}"] = value });

        read.Should().Throw<OptionsValidationException>().WithMessage(message).Which.Message.Should().NotContain("secret-path");
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Settings_OwnersButNoMailServer_WorkIfBrowsersAreNotified(string push, bool isValid)
    {
        var read = () => Read(new Dictionary<string, string?>
        {
            ["BlazorTasks:Notifications:Push:Enabled"] = push,
            ["BlazorTasks:Notifications:Rules:0:Events:0"] = "Failed",
            ["BlazorTasks:Notifications:Rules:0:To:0"] = "owner",
        });

        if (isValid)
        {
            read().Push.Services.Should().Contain("fcm.googleapis.com");
        }
        else
        {
            read.Should().Throw<OptionsValidationException>().WithMessage("*Mail:Host must be a mail server*");
        }
    }

    private static NotificationOptions Read(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddBlazorTasksCore().AddNotifications();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<NotificationOptions>>().Value;
    }
}
