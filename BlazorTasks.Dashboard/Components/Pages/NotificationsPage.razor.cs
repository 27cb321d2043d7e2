using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Notifications;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>What somebody wants to be notified of.</summary>
public sealed partial class NotificationsPage
{
    private PreferencesDraft _draft = new();
    private IPushDevices? _push;
    private string? _publicKey;
    private string? _address;
    private bool _hasChosen;
    private bool _isSetUp;
    private bool _sends;

    /// <summary>"true" for only those deliveries that could not be sent.</summary>
    [SupplyParameterFromQuery(Name = "failed")]
    public string? Failed { get; set; }

    /// <summary>The definitions without a row of their own, after an invitation to choose one.</summary>
    private IReadOnlyList<(string Value, string Text)> Others =>
    [
        ("", "Choose a kind of task"),
        .. Access.Definitions.Where(one => !_draft.Definitions.ContainsKey(one.Name))
            .OrderBy(one => one.Title, StringComparer.CurrentCulture)
            .Select(one => (one.Name, one.Title)),
    ];

    private string WhyNoMail => _sends
        ? $"No e-mail address is known for {LogText.CleanLine(Viewer.Person.Name)}. An administrator can enter one."
        : "This server does not send e-mail. An administrator can set up a mail server.";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Services.GetService<INotificationAddresses>() is { } addresses)
        {
            _isSetUp = true;
            _sends = addresses.SendsMail;
            _address = await addresses.FindAsync(Viewer.Person.Id);
            _push = Services.GetService<IPushDevices>();
            _publicKey = _push is null ? null : await _push.PublicKeyAsync();
        }

        if (await Access.FindSettingAsync<NotificationPreferences>(NotificationPreferences.Setting) is { } preferences)
        {
            _draft = PreferencesDraft.Of(preferences);
            _hasChosen = true;
        }
    }

    private string TitleOf(string name) => Access.FindDefinition(name)?.Title ?? name;

    private void Add(string? name)
    {
        if (name is { Length: > 0 })
        {
            _draft.Definitions.TryAdd(name, _draft.Events.ToHashSet());
        }
    }

    /// <summary>Somebody who turns it on wants to be notified of something, and sees here of what.</summary>
    private async Task OnPushTurnedOnAsync()
    {
        if (!_hasChosen)
        {
            _draft.Events.UnionWith([NotificationEvent.Asked, NotificationEvent.Failed, NotificationEvent.Interrupted]);
            await SaveAsync();
        }
    }

    private async Task SaveAsync()
    {
        if (_draft.Read(Viewer.TimeZone) is not { } preferences)
        {
            return;
        }

        await Toaster.TryAsync(async () =>
        {
            await Access.SetAsync(NotificationPreferences.Setting, preferences);
            _hasChosen = true;
            Toaster.Notice("Your notification settings were saved.");
        });
    }
}
