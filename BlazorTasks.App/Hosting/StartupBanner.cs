using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BlazorTasks.App.Hosting;

/// <summary>Prints where to open the dashboard.</summary>
internal static class StartupBanner
{
    public static void Print(WebApplication app, DataFolder data)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        Console.WriteLine($"""

              BlazorTasks is running.
              Dashboard  {address}
              History    {ConfiguredStore.Describe(app.Configuration, data)}
              Data       {data.Path}
              Stop it with Ctrl+C; the history stays.

            """);
    }
}
