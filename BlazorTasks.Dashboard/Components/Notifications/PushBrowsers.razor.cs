using BlazorTasks.Dashboard.Components.Live;
using BlazorTasks.Notifications;

namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>The browsers in which the viewer is notified. Each of them subscribes at the push service of its maker.</summary>
public sealed partial class PushBrowsers : IAsyncDisposable
{
    private readonly PageModule _script = new("push.js");
    private IReadOnlyList<PushDevice> _devices = [];
    private string? _here;
    private string? _problem;
    private bool _isOn;
    private bool _isReady;

    /// <summary>Where the browsers are stored.</summary>
    [Parameter, EditorRequired]
    public IPushDevices Push { get; set; } = default!;

    /// <summary>The public key with which browsers subscribe.</summary>
    [Parameter, EditorRequired]
    public string PublicKey { get; set; } = default!;

    /// <summary>Called when it was turned on in this browser.</summary>
    [Parameter]
    public EventCallback OnTurnedOn { get; set; }

    /// <summary>Releases the script.</summary>
    public ValueTask DisposeAsync() => _script.DisposeAsync();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => await ListAsync();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await (await _script.ImportAsync(JS)).InvokeAsync<BrowserState?>("look", PublicKey) is { } state)
        {
            _problem = TextOf(state.Problem);
            _isReady = _problem is null;
            _here = state.Endpoint is { } endpoint ? _devices.FirstOrDefault(one => one.Id == PushDevice.IdOf(endpoint))?.Id : null;
            _isOn = _here is not null;
            StateHasChanged();
        }
    }

    private async Task ListAsync() => _devices = await Push.ListAsync(Access.Person.Id);

    private async Task SwitchAsync(bool on)
    {
        (_isOn, _problem) = (on, null); // the switch already shows it, and only notices that it is not so by a change of its value
        if (on)
        {
            await TurnOnAsync();
        }
        else if (_devices.FirstOrDefault(one => one.Id == _here) is { } here)
        {
            await RemoveAsync(here);
        }

        _isOn = _here is not null;
    }

    /// <summary>Waits without a limit: the user may take any time to grant the permission.</summary>
    private async Task TurnOnAsync()
    {
        var state = await (await _script.ImportAsync(JS)).InvokeAsync<BrowserState>("turnOn", Timeout.InfiniteTimeSpan, PublicKey);
        _problem = TextOf(state.Problem);
        if (state is { Endpoint: { } endpoint, P256dh: { } key, Auth: { } secret })
        {
            var subscription = new PushSubscription(endpoint, key, secret, state.Name ?? "Browser");
            await TryAsync(async () => _here = (await Push.AddAsync(Access.Person.Id, subscription)).Id);
            await (_here is null ? TurnOffAsync() : OnTurnedOn.InvokeAsync());
        }
    }

    private async Task RemoveAsync(PushDevice device)
    {
        await TryAsync(() => Push.RemoveAsync(Access.Person.Id, device.Id));
        if (device.Id == _here && _problem is null)
        {
            (_here, _isOn) = (null, false);
            await TurnOffAsync();
        }
    }

    private Task TurnOffAsync() => _script.InvokeAsync(JS, "turnOff");

    private async Task TryAsync(Func<Task> change)
    {
        try
        {
            if (await Access.CurrentAsync() is null)
            {
                throw new AccessDeniedException("You no longer have access. Sign in again.");
            }

            await change();
            await ListAsync();
        }
        catch (Exception rejected) when (ErrorText.IsRejection(rejected))
        {
            _problem = rejected.Message;
        }
    }

    private static string? TextOf(string? problem) => problem switch
    {
        null => null,
        "insecure" => "Browsers allow this only on pages that are opened with https://.",
        "denied" => "The browser blocks notifications for this page. Allow them in its settings for this site.",
        "dismissed" => "The browser was not allowed to show notifications.",
        "unreachable" => "The browser cannot reach its push service, so it cannot be notified while no page is open. "
            + "Check its connection to the internet, or use another browser. Private windows cannot be notified.",
        _ => "This browser does not support notifications while no page is open. On an iPhone or iPad, add this page to the home screen.",
    };
}

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
