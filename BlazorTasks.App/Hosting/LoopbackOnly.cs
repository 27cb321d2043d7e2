using System.Net;

namespace BlazorTasks.App.Hosting;

/// <summary>
/// Refuses to start on an address that others can reach, as long as there are no accounts: whoever reaches this server
/// can run everything on it (RELIABILITY §3.1).
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
            throw new LoopbackOnlyException($"BlazorTasks was not started: {open} can be reached from other machines, and there are no accounts yet. Set Urls to http://127.0.0.1:5080.");
        }

        if (ports && string.IsNullOrEmpty(configuration["urls"]))
        {
            throw new LoopbackOnlyException("BlazorTasks was not started: HTTP_PORTS listens on every address, and there are no accounts yet. Set Urls to http://127.0.0.1:5080.");
        }
    }

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}

/// <summary>The server would be open to others. The process ends with 78, "configuration error" of sysexits.h.</summary>
internal sealed class LoopbackOnlyException(string message) : TaskSetupException(message)
{
    public const int ExitCode = 78;
}
