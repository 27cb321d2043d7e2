using BlazorTasks.Storage;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlazorTasks.Dashboard.Access;

/// <summary>What all nodes must share so that a browser may come to any of them. Hosts that configure it themselves keep theirs.</summary>
internal static class SharedNodeState
{
    public static void AddSharedNodeState(this IServiceCollection services)
    {
        services.AddOptions<KeyManagementOptions>().PostConfigure<ITaskStore>((options, store) =>
        {
            if (options.XmlRepository is null && store.Cluster is { State: var state })
            {
                options.XmlRepository = new SharedKeyRepository(state);
            }
        });
        services.AddOptions<DataProtectionOptions>().PostConfigure<ITaskStore, IHostEnvironment>((options, store, environment) =>
        {
            // by default, what is encrypted belongs to the directory of the application, which differs between machines
            if (store.Cluster is not null && IsDirectory(options.ApplicationDiscriminator, environment))
            {
                options.ApplicationDiscriminator = environment.ApplicationName;
            }
        });
        services.AddOptions<CircuitOptions>().Configure<ITaskStore, IDataProtectionProvider>((options, store, protection) =>
            options.HybridPersistenceCache ??= store.Cluster is { State: var state } ? new SharedCircuitState(state, protection) : null);
    }

    private static bool IsDirectory(string? discriminator, IHostEnvironment environment) =>
        discriminator is null || discriminator.TrimEnd('/', '\\') == environment.ContentRootPath.TrimEnd('/', '\\');
}
