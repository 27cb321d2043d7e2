using System.Globalization;
using BlazorTasks.Dashboard.Components.Filters;
using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Dashboard.Components.Logs;
using BlazorTasks.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>Who did what, a page at a time. The address holds filter and place; the newest page holds still while someone is at work in it.</summary>
public sealed partial class AuditPage
{
    private const int MostPeople = 50;

    private static readonly IReadOnlyList<ChipOption> Actions = [.. Enum.GetValues<AuditAction>().Select(action => new ChipOption(AuditActionNames.Write(action), AuditActionText.Done(action)))];

    private static readonly IReadOnlyList<ChipOption> Outcomes = [new("true", "Only refused"), new("false", "Only done")];

    private IReadOnlyList<ChipOption> _people = [];
    private AuditQuery? _query;
    private AuditEntryPage? _shown;
    private bool _isHeld;

    /// <summary>Only what this person did.</summary>
    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    /// <summary>Only this kind of deed.</summary>
    [SupplyParameterFromQuery(Name = "action")]
    public string? Action { get; set; }

    /// <summary>Only what was refused ("true"), or only what was done ("false").</summary>
    [SupplyParameterFromQuery(Name = "refused")]
    public string? Refused { get; set; }

    /// <summary>Only what was done to this task.</summary>
    [SupplyParameterFromQuery(Name = "task")]
    public string? OfTask { get; set; }

    /// <summary>Only entries with smaller numbers.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    [Inject]
    private IOptions<BlazorTasksOptions> Options { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>What the address asks for. What it says wrong counts as not said.</summary>
    private AuditQuery Query => new()
    {
        By = string.IsNullOrWhiteSpace(By) ? null : By,
        Action = AuditActionNames.Read(Action),
        TaskId = TaskId.TryParse(OfTask, null, out var id) ? id : null,
        Refused = bool.TryParse(Refused, out var refused) ? refused : null,
        Before = long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null,
    };

    private ChipOption? ChosenDeed => Actions.FirstOrDefault(option => option.Value == Action);

    private ChipOption? ChosenOutcome => _query?.Refused is { } refused ? Outcomes[refused ? 0 : 1] : null;

    private bool IsFiltered => _query != new AuditQuery { Before = _query?.Before };

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) => !_isHeld && _query?.Before is null;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_query is not null && _query != Query)
        {
            RefreshSoon();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var isNew = _query != Query;
        _query = Query;
        _shown = await Monitor.AuditAsync(_query, Disposed);
        if (isNew)
        {
            await ReadPeopleAsync(_shown);
        }
    }

    /// <summary>Whom the list can be narrowed to: those in it, and those who own tasks.</summary>
    private async Task ReadPeopleAsync(AuditEntryPage shown)
    {
        var names = shown.Items.Select(entry => entry.By).Concat(await Monitor.ValuesAsync(TaskFacet.Owner, MostPeople, Disposed));
        _people = [.. names.Distinct().Order(StringComparer.CurrentCultureIgnoreCase).Select(name => new ChipOption(name, LogText.CleanLine(TaskText.OwnerName(name))))];
    }

    /// <summary>Changes the address; another filter begins with the newest.</summary>
    private void Go(params (string Name, object? Value)[] changes) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(changes.Select(change => KeyValuePair.Create(change.Name, change.Value))) { ["before"] = changes.FirstOrDefault(change => change.Name == "before").Value }));

    private void Hold(bool hold)
    {
        _isHeld = hold;
        if (!hold)
        {
            RefreshSoon();
        }
    }
}
