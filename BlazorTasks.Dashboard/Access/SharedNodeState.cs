using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorTasks.Dashboard.Access;

/// <summary>What all nodes must share so that a page may continue on any of them. Hosts that configure it themselves keep theirs.</summary>
internal static class SharedNodeState
{
    public static void AddSharedNodeState(this IServiceCollection services)
    {
        services.AddOptions<CircuitOptions>().Configure<ITaskStore, IDataProtectionProvider>((options, store, protection) =>
            options.HybridPersistenceCache ??= store.Cluster is { State: var state } ? new SharedCircuitState(state, protection) : null);
    }
}
