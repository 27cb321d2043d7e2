using System.Globalization;
using BlazorTasks.Dashboard;
using BlazorTasks.Dashboard.Access;
using BlazorTasks.Dashboard.Components;
using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Dashboard.Endpoints.Live;
using BlazorTasks.Dashboard.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace BlazorTasks;

/// <summary>Adds the engine and the dashboard to an app.</summary>
public static class BlazorTasksDashboardServices
{
    /// <summary>
    /// Adds the engine and the dashboard. It works alone, in memory and in this process; UseSqlite keeps the history.
    /// Options come from the section "BlazorTasks" of the configuration.
    /// </summary>
    public static BlazorTasksBuilder AddBlazorTasks(this IServiceCollection services)
    {
        var builder = services.AddBlazorTasksCore();
        services.AddOptions<RequestLocalizationOptions>().Configure(UseEveryCulture);
        var limit = new CircuitMessageLimit();
        services.TryAddSingleton(limit);
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(limit.Apply);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddDashboardComponents();
        services.AddDataProtection();
        services.Replace(ServiceDescriptor.Singleton<ISecretProtector, PersistentSecretProtector>());
        services.AddLiveApi();
        services.AddRequestTimeouts();
        services.TryAddSingleton<DashboardMarker>();
        services.AddHealthChecks().AddCheck<TaskHealthCheck>(TaskHealthCheck.Name, tags: ["ready"]);
        services.TryAddSingleton<Presence>();
        services.TryAddSingleton<CircuitLimiter>();
        services.TryAddSingleton<ShutdownNotifier>();
        services.TryAddEnumerable(ServiceDescriptor.Scoped<CircuitHandler, PageCircuit>());
        return builder;
    }

    /// <summary>What the components themselves ask for.</summary>
    internal static void AddDashboardComponents(this IServiceCollection services)
    {
        services.AddOptions<DashboardOptions>().BindConfiguration("BlazorTasks").ValidateDataAnnotations().ValidateOnStart();
        services.AddMudServices(); // without options: they would be the host's as well
        services.TryAddScoped<Viewer>();
        services.TryAddScoped<Toaster>();
        services.TryAddScoped<LiveRegion>();
    }

    /// <summary>Numbers and dates as the person's browser asks for them; the words are English.</summary>
    private static void UseEveryCulture(RequestLocalizationOptions options)
    {
        if (options.SupportedCultures is null or { Count: <= 1 })
        {
            options.SupportedCultures = CultureInfo.GetCultures(CultureTypes.SpecificCultures);
            options.SupportedUICultures = [CultureInfo.InvariantCulture];
        }
    }
}

/// <summary>Tells MapBlazorTasks that AddBlazorTasks was called.</summary>
internal sealed class DashboardMarker;
