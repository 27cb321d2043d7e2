using System.Net;

namespace BlazorTasks.App.Hosting;

/// <summary>
/// Prevents the server from starting on an address that is reachable from other machines as long as there are no accounts:
/// anyone who reaches this server can run everything on it.
/// </summary>
internal static class LoopbackOnly
{
    public static void Check(IConfiguration configuration)
    {
        var ports = new[] { configuration["HTTP_PORTS"], configuration["HTTPS_PORTS"] }.Any(port => !string.IsNullOrEmpty(port));
        var addresses = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""));
        if (addresses.FirstOrDefault(address => !IsLoopback(address)) is { } open)
        {
            throw new LoopbackOnlyException(
                $"BlazorTasks was not started: {open} is reachable from other machines, and there are no accounts yet. Set " +
                "Urls to http://127.0.0.1:5080.");
        }

        if (ports && string.IsNullOrEmpty(configuration["urls"]))
        {
            throw new LoopbackOnlyException(
                "BlazorTasks was not started: HTTP_PORTS listens on all addresses, and there are no accounts yet. Set Urls " +
                "to http://127.0.0.1:5080.");
        }
    }

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
internal sealed class LoopbackOnlyException(string message) : TaskSetupException(message)
{
    public const int ExitCode = 78;
}
