using BlazorTasks.App.Hosting;
using NetworkAccess = BlazorTasks.App.Hosting.NetworkAccess;

namespace BlazorTasks.Tests.App.Hosting;

/// <summary>On which addresses the App listens, and when.</summary>
public sealed class NetworkAccessTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("https://0.0.0.0:443")]
    [InlineData("http://0.0.0.0:5080", "BlazorTasks:KnownProxies:0", "10.0.0.0/24")]
    [InlineData("http://[::1]:5080", "BlazorTasks:KnownProxies:0", "::1")]
    public void Check_WithAccounts_AcceptsWhatIsEncrypted(string urls, string? setting = null, string? value = null) =>
        Checking(urls, setting, value, hasAccounts: true).Should().NotThrow();

    [Theory]
    [InlineData("http://0.0.0.0:5080", true, "is reachable from other machines without encryption*BlazorTasks:KnownProxies")]
    [InlineData("http://0.0.0.0:5080", false, "is reachable from other machines, and nobody has to sign in*users add NAME")]
    [InlineData("https://0.0.0.0:443", false, "is reachable from other machines, and nobody has to sign in*users add NAME")]
    public void Check_Open_IsRejected(string urls, bool hasAccounts, string why) =>
        Checking(urls, null, null, hasAccounts).Should().Throw<NetworkAccessException>().WithMessage($"*{urls} {why}*");

    [Fact]
    public void Check_Ports_CountAsOpen() =>
        Checking("", "HTTP_PORTS", "8080", hasAccounts: true).Should().Throw<NetworkAccessException>().WithMessage("*HTTP_PORTS listens*");

    [Fact]
    public void Check_InvalidProxy_IsNamed() =>
        Checking("http://0.0.0.0:80", "BlazorTasks:KnownProxies:0", "proxy", hasAccounts: true)
            .Should().Throw<TaskSetupException>().WithMessage("*\"proxy\" in BlazorTasks:KnownProxies is neither*");

    [Theory]
    [InlineData("http://127.0.0.1:5080", null, false)]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1", true)]
    [InlineData("https://127.0.0.1:5443", null, true)]
    public void IsEncrypted_AddressOrProxy_Decides(string urls, string? proxy, bool expected) =>
        NetworkAccess.IsEncrypted(Settings(urls, "BlazorTasks:KnownProxies:0", proxy)).Should().Be(expected);

    private static Action Checking(string urls, string? setting, string? value, bool hasAccounts) =>
        () => NetworkAccess.Check(Settings(urls, setting, value), hasAccounts);

    private static ConfigurationManager Settings(string urls, string? setting, string? value)
    {
        var settings = new ConfigurationManager { ["urls"] = urls };
        if (setting is not null && value is not null)
        {
            settings[setting] = value;
        }

        return settings;
    }
}
