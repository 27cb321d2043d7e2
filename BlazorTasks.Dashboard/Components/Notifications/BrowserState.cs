namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>What the script says of the browser.</summary>
/// <param name="Problem">Why it cannot be notified, in a word, or null.</param>
/// <param name="Endpoint">The address of its subscription, if there is one.</param>
/// <param name="P256dh">Its public key, when it has just subscribed.</param>
/// <param name="Auth">Its secret, when it has just subscribed.</param>
/// <param name="Name">What it is, such as "Firefox on Linux".</param>
internal sealed record BrowserState(
    string? Problem = null,
    string? Endpoint = null,
    string? P256dh = null,
    string? Auth = null,
    string? Name = null);
