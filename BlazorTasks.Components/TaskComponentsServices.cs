using BlazorTasks.Components;
using BlazorTasks.Components.Access;
using BlazorTasks.Components.Live;
using BlazorTasks.Components.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTasks;

/// <summary>Adds the components to an application.</summary>
public static class TaskComponentsServices
{
    /// <summary>
    /// Adds what the components need, such as TaskProgress and TaskBell. AddBlazorTasks does so too; call this to configure
    /// them, or after AddBlazorTasksCore in an app without the dashboard.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Configures the options.</param>
    public static BlazorTasksBuilder AddTaskComponents(
        this BlazorTasksBuilder builder,
        Action<TaskComponentsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<TaskComponentsOptions>();
        builder.Services.TryAddScoped<MyTasks>();
        builder.Services.TryAddScoped<RefreshLoop>();
        builder.Services.TryAddScoped<FrameRelay>();
        builder.Services.TryAddSingleton<SeenTimes>();
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        return builder;
    }
}
