namespace BlazorTasks.App.Hosting;

/// <summary>Notifications, if there are settings for them (docs/notifications.md).</summary>
internal static class ConfiguredNotifications
{
    public static BlazorTasksBuilder AddConfiguredNotifications(this BlazorTasksBuilder builder, IConfiguration configuration) =>
        configuration.GetSection("BlazorTasks:Notifications").Exists() ? builder.AddNotifications() : builder;
}
