using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace BlazorTasks.App.Hosting;

/// <summary>
/// Prevents the server from starting on an address that is reachable from other machines unless everyone has to sign in
/// (anyone who reaches it could run everything), and unless the connection is encrypted (passwords could be read).
/// </summary>
internal static class NetworkAccess
{
    public const string ProxySetting = "BlazorTasks:KnownProxies";
    private static readonly string[] PortSettings = ["HTTP_PORTS", "HTTPS_PORTS"];
    private const string Refused = "BlazorTasks was not started: ";

    /// <summary>Checks the addresses on which the server is to listen.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="hasAccounts">Whether there are accounts.</param>
    /// <exception cref="NetworkAccessException">One of them is not safe.</exception>
    public static void Check(IConfiguration configuration, bool hasAccounts)
    {
        var needsKey = !string.IsNullOrEmpty(configuration["BlazorTasks:BootstrapKey"]);
        if (Open(configuration) is not { } open)
        {
            return;
        }

        if (!hasAccounts && !needsKey)
        {
            throw new NetworkAccessException(
                $"{Refused}{open}, and nobody has to sign in. Create an account with \"users add NAME --role admin\", set " +
                "BlazorTasks:BootstrapKey, so that everyone needs an API key, or set Urls to http://127.0.0.1:5080.");
        }

        if (hasAccounts && !open.StartsWith("https", StringComparison.OrdinalIgnoreCase) && Proxies(configuration).Count == 0)
        {
            throw new NetworkAccessException(
                $"{Refused}{open} without encryption, so others could read passwords. Use https (docs/accounts.md), or set " +
                $"{ProxySetting} to the addresses of the proxy that encrypts.");
        }
    }

    /// <summary>Returns whether browsers reach the server through an encrypted connection.</summary>
    public static bool IsEncrypted(IConfiguration configuration) => Proxies(configuration).Count > 0
        || Addresses(configuration).Any(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Trusts what the configured proxies say about the address of a visitor and the scheme, and nobody else.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        if (Proxies(app.Configuration) is not { Count: > 0 } proxies)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        app.UseForwardedHeaders(options);
    }

    /// <summary>Tells browsers that have reached this server through https to use nothing else for it (HSTS).</summary>
    public static void UseStrictTransport(this WebApplication app)
    {
        if (IsEncrypted(app.Configuration))
        {
            app.UseHsts();
        }
    }

    /// <summary>Returns what listens on an address that is reachable from other machines, or null.</summary>
    private static string? Open(IConfiguration configuration)
    {
        if (Addresses(configuration).FirstOrDefault(address => !IsLoopback(address)) is { } open)
        {
            return $"{open} is reachable from other machines";
        }

        return string.IsNullOrEmpty(configuration["urls"])
            ? PortSettings.FirstOrDefault(ports => !string.IsNullOrEmpty(configuration[ports])) is { } name
                ? $"{name} listens on all addresses"
                : null
            : null;
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration) =>
        (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""));

    private static IReadOnlyList<IPNetwork> Proxies(IConfiguration configuration) =>
    [
        .. (configuration.GetSection(ProxySetting).Get<string[]>() ?? []).Select(text =>
            IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new TaskSetupException(
                $"{Refused}\"{text}\" in {ProxySetting} is neither an address nor a network, such as 10.0.0.5 or 10.0.0.0/24.")),
    ];

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}

/// <summary>
/// Thrown if the server would be reachable from other machines. The process exits with 78 (EX_CONFIG of sysexits.h).
/// </summary>
internal sealed class NetworkAccessException(string message) : TaskSetupException(message)
{
    public const int ExitCode = 78;
}
