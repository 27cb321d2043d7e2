using BlazorTasks.Components;
using BlazorTasks.Components.Views;
using BlazorTasks.Dashboard;
using BlazorTasks.Dashboard.Components.Bulk;
using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Live;
using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Dashboard.Components.Schedules;
using BlazorTasks.Dashboard.Endpoints;
using BlazorTasks.Dashboard.Endpoints.Live;
using BlazorTasks.Dashboard.Health;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace BlazorTasks;

/// <summary>Adds the engine and the dashboard to an application.</summary>
public static class BlazorTasksDashboardServices
{
    /// <summary>
    /// Adds the engine and the dashboard. By default it runs in this process and stores tasks in memory; UseSqlite persists
    /// the history. Options are bound from the configuration section "BlazorTasks".
    /// </summary>
    public static BlazorTasksBuilder AddBlazorTasks(this IServiceCollection services)
    {
        var builder = services.AddBlazorTasksCore().AddTaskComponents();
        services.AddOptions<TaskComponentsOptions>().PostConfigure<IOptions<DashboardOptions>, RateLimits>(UseSame);
        services.AddOptions<RequestLocalizationOptions>().Configure(UseEveryCulture);
        var limit = new CircuitMessageLimit();
        services.TryAddSingleton(limit);
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(limit.Apply);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddDashboardComponents();
        services.Replace(ServiceDescriptor.Singleton(PersistentProtector));
        services.AddSharedNodeState();
        services.AddLiveApi();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ApiChallenge>());
        services.AddRequestTimeouts();
        services.TryAddSingleton<DashboardMarker>();
        services.AddHealthChecks().AddCheck<TaskHealthCheck>(TaskHealthCheck.Name, tags: ["ready"]);
        services.AddHostedService(provider => provider.GetRequiredService<BulkRunner>());
        services.TryAddSingleton<Presence>();
        services.AddHostedService(provider => provider.GetRequiredService<Presence>());
        services.TryAddSingleton<CircuitLimiter>();
        services.TryAddSingleton<ShutdownNotifier>();
        services.TryAddEnumerable(ServiceDescriptor.Scoped<CircuitHandler, PageCircuit>());
        return builder;
    }

    /// <summary>Adds the services of the components.</summary>
    internal static void AddDashboardComponents(this IServiceCollection services)
    {
        services.AddOptions<DashboardOptions>().BindConfiguration("BlazorTasks").ValidateDataAnnotations().ValidateOnStart();
        services.AddMudServices(); // without options: they would also apply to the host
        services.AddDataProtection();
        services.TryAddSingleton<PersonNames>();
        services.TryAddSingleton<PersonMapping>();
        services.TryAddSingleton<Tickets>();
        services.TryAddSingleton<SharedTickets>();
        services.TryAddSingleton<RateLimits>();
        services.TryAddSingleton<SharedReplies>();
        services.TryAddSingleton<Credentials>();
        services.TryAddSingleton<CurrentRights>();
        services.TryAddSingleton<TaskSource>();
        services.TryAddScoped<Viewer>();
        services.TryAddScoped(provider => provider.GetRequiredService<Viewer>().Access);
        services.TryAddSingleton<FirstReads>();
        services.TryAddSingleton<SeenTimes>();
        services.TryAddScoped<Toaster>();
        services.TryAddScoped<LiveRegion>();
        services.TryAddScoped<ScheduleCommands>();
        services.TryAddSingleton<BulkRunner>();
    }

    /// <summary>With the application's data protection keys, queued tasks can decrypt their secrets after a restart.</summary>
    private static ISecretProtector PersistentProtector(IServiceProvider services)
    {
        var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector(SecretProtector.Purpose);
        return SecretProtector.From(protector.Protect, protector.Unprotect);
    }

    /// <summary>A person owns the same tasks on the pages of the host and in the dashboard, and has one limit for both.</summary>
    private static void UseSame(TaskComponentsOptions components, IOptions<DashboardOptions> dashboard, RateLimits limits)
    {
        components.Limit ??= limits.Count;
        components.PersonIdClaim ??= dashboard.Value.PersonIdClaim;
        components.PersonNameClaim ??= dashboard.Value.PersonNameClaim;
    }

    /// <summary>Adds localization: numbers and dates follow the browser's language; texts are English.</summary>
    private static void UseEveryCulture(RequestLocalizationOptions options)
    {
        if (options.SupportedCultures is null or { Count: <= 1 })
        {
            options.SupportedCultures = CultureInfo.GetCultures(CultureTypes.SpecificCultures);
            options.SupportedUICultures = [CultureInfo.InvariantCulture];
        }
    }
}

/// <summary>Marks that AddBlazorTasks was called, for MapBlazorTasks.</summary>
internal sealed class DashboardMarker;
