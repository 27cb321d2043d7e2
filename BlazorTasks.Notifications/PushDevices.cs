namespace BlazorTasks.Notifications;

/// <summary>The browsers of people, each with its subscription, stored as a setting of the person.</summary>
internal sealed class PushDevices(
    TaskMonitor monitor,
    PushKeys keys,
    IOptions<NotificationOptions> options,
    TimeProvider time) : IPushDevices
{
    private const string Setting = "push";
    private const int MaxDevices = 10;
    private const int MaxName = 60;

    public async Task<string?> PublicKeyAsync(CancellationToken cancellationToken = default) =>
        options.Value.Push.Enabled ? (await keys.GetAsync(cancellationToken).ConfigureAwait(false)).PublicKey : null;

    public async Task<IReadOnlyList<PushDevice>> ListAsync(string person, CancellationToken cancellationToken = default) =>
        options.Value.Push.Enabled
            ? [.. (await AllAsync(person, cancellationToken).ConfigureAwait(false)).Select(one => one.Device)]
            : [];

    public async Task<PushDevice> AddAsync(string person, PushSubscription subscription, CancellationToken cancellationToken = default)
    {
        if (PushEndpoint.WhyNot(subscription, options.Value.Push) is { } problem)
        {
            throw new InvalidInputException(problem);
        }

        var name = subscription.Name.Length > MaxName ? subscription.Name[..MaxName] : subscription.Name;
        var device = new PushDevice(PushDevice.IdOf(subscription.Endpoint), name, time.GetUtcNow());
        await ChangeAsync(
            person,
            all => all.Where(one => one.Device.Id != device.Id).Append(new Subscribed(device, subscription)).TakeLast(MaxDevices),
            cancellationToken).ConfigureAwait(false);
        return device;
    }

    public Task RemoveAsync(string person, string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(person, all => all.Where(one => one.Device.Id != id), cancellationToken);

    /// <summary>Returns the subscription of a browser, or null if its owner has turned notifications off there.</summary>
    public async Task<PushSubscription?> FindAsync(string person, string id, CancellationToken cancellationToken) =>
        options.Value.Push.Enabled
            ? (await AllAsync(person, cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Device.Id == id)?.Subscription
            : null;

    private async Task<IReadOnlyList<Subscribed>> AllAsync(string person, CancellationToken cancellationToken) =>
        (await monitor.Settings.FindAsync<Subscriptions>(Setting, person, cancellationToken).ConfigureAwait(false))?.All ?? [];

    private async Task ChangeAsync(
        string person,
        Func<IReadOnlyList<Subscribed>, IEnumerable<Subscribed>> change,
        CancellationToken cancellationToken) =>
        await monitor.Settings.ChangeAsync<Subscriptions>(
            Setting,
            person,
            current => change(current?.All ?? []).ToList() is { Count: > 0 } all ? new Subscriptions(all) : null,
            cancellationToken).ConfigureAwait(false);

    private sealed record Subscriptions(IReadOnlyList<Subscribed> All);

    private sealed record Subscribed(PushDevice Device, PushSubscription Subscription);
}
