using System.Diagnostics;
using BlazorTasks.Tests.Workload;
using Microsoft.Extensions.Hosting;

/// <summary>
/// What the runtime calls before Main of the App under test, when DOTNET_STARTUP_HOOKS names this assembly: it puts the fault
/// point into the services, after those that the App adds. The name, and that it has no namespace, are the runtime's.
/// </summary>
#pragma warning disable MA0047 // the runtime looks for this type outside of any namespace
internal sealed class StartupHook : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
#pragma warning restore MA0047
{
    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new StartupHook());

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder host })
        {
            host.ConfigureServices((_, services) => FaultPoint.AddTo(services));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
