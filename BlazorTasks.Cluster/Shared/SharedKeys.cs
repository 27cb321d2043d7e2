using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace BlazorTasks.Cluster.Shared;

/// <summary>
/// The data protection keys of all nodes: with them, each can read the cookies and secrets of the others. Hosts that configure
/// keys or secrets themselves keep theirs.
/// </summary>
internal static class SharedKeys
{
    private const string Application = "BlazorTasks";

    public static void AddSharedKeys(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddOptions<KeyManagementOptions>().PostConfigure<ITaskStore>((options, store) =>
        {
            if (options.XmlRepository is null && store.Cluster is { State: var state })
            {
                options.XmlRepository = new SharedKeyRepository(state);
            }
        });
        services.AddOptions<DataProtectionOptions>().PostConfigure<ITaskStore, IServiceProvider>((options, store, provider) =>
        {
            // by default, what is encrypted belongs to the directory of one application
            if (store.Cluster is not null && IsDirectory(options.ApplicationDiscriminator, provider.GetService<IHostEnvironment>()))
            {
                options.ApplicationDiscriminator = Application;
            }
        });
        var protector = services.LastOrDefault(one => one.ServiceType == typeof(ISecretProtector));
        if (protector?.ImplementationType == typeof(EphemeralSecretProtector))
        {
            services.Replace(ServiceDescriptor.Singleton(Protector));
        }
    }

    private static ISecretProtector Protector(IServiceProvider services)
    {
        var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector(SecretProtector.Purpose);
        return SecretProtector.From(protector.Protect, protector.Unprotect);
    }

    private static bool IsDirectory(string? discriminator, IHostEnvironment? environment) =>
        discriminator is null || discriminator.TrimEnd('/', '\\') == environment?.ContentRootPath.TrimEnd('/', '\\');
}
