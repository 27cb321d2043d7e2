using BlazorTasks.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTasks;

/// <summary>Configures notifications.</summary>
public static class BlazorTasksNotificationsExtensions
{
    /// <summary>
    /// Notifies people of tasks that failed, succeeded or ask something, by e-mail, in browsers and by webhooks. Options are bound from the
    /// configuration section "BlazorTasks:Notifications" and validated at startup.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Configures who is notified of what, and how.</param>
    public static BlazorTasksBuilder AddNotifications(this BlazorTasksBuilder builder, Action<NotificationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<NotificationOptions>().BindConfiguration("BlazorTasks:Notifications").ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<NotificationOptions>, NotificationOptionsCheck>());
        builder.Services.TryAddSingleton<INotificationAddresses, NotificationAddresses>();
        builder.Services.TryAddSingleton<PushKeys>();
        builder.Services.TryAddSingleton<PushDevices>();
        builder.Services.TryAddSingleton<IPushDevices>(services => services.GetRequiredService<PushDevices>());
        builder.Services.TryAddSingleton<PushSender>();
        builder.Services.TryAddSingleton<Destinations>();
        builder.Services.TryAddSingleton<Audience>();
        builder.Services.TryAddSingleton<SlowTasks>();
        builder.Services.TryAddSingleton<Incidents>();
        builder.Services.TryAddSingleton<MailSender>();
        builder.Services.TryAddSingleton<WebhookSender>();
        builder.Services.AddHostedService<Notifier>();
        return builder.AddTasksFrom(typeof(NotificationDelivery).Assembly);
    }
}
