using BlazorTasks.Dashboard.Components.Filters;
using Microsoft.AspNetCore.WebUtilities;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The audit log. The URL holds filter and page; the newest page is frozen while the user interacts with it.</summary>
public sealed partial class AuditPage
{
    private const int MaxUsers = 50;

    private static readonly IReadOnlyList<ChipOption> Actions =
        [.. Enum.GetValues<AuditAction>().Select(action => new ChipOption(AuditActionNames.Write(action), AuditActionText.Done(action)))];

    private static readonly IReadOnlyList<ChipOption> Outcomes = [new("true", "Denied"), new("false", "Done")];

    private IReadOnlyList<ChipOption> _people = [];
    private AuditQuery? _query;
    private AuditEntryPage? _shown;
    private bool _isHeld;

    /// <summary>Only entries with this text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Only actions of this user.</summary>
    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    /// <summary>Only this kind of action.</summary>
    [SupplyParameterFromQuery(Name = "action")]
    public string? Action { get; set; }

    /// <summary>"true" for denied actions only, "false" for others only.</summary>
    [SupplyParameterFromQuery(Name = "refused")]
    public string? Refused { get; set; }

    /// <summary>Only actions on this task.</summary>
    [SupplyParameterFromQuery(Name = "task")]
    public string? OfTask { get; set; }

    /// <summary>Only entries with smaller numbers.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    /// <summary>The query of the URL. Invalid values are ignored.</summary>
    private AuditQuery Query => new()
    {
        Text = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
        By = string.IsNullOrWhiteSpace(By) ? null : By,
        Action = AuditActionNames.Read(Action),
        TaskId = TaskId.TryParse(OfTask, null, out var id) ? id : null,
        Refused = bool.TryParse(Refused, out var refused) ? refused : null,
        Before = long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null,
    };

    private string Days => Formats.Count((long)Options.Value.AuditRetention.TotalDays, "day", "days");

    private string? ActionInUrl => _query?.Action is { } action ? AuditActionNames.Write(action) : null;

    private string? RefusedInUrl => _query?.Refused is { } refused ? Outcomes[refused ? 0 : 1].Value : null;

    /// <summary>The entries of the filter, all pages of them.</summary>
    private string ExportAddress => QueryHelpers.AddQueryString(
        "api/audit.csv",
        new Dictionary<string, string?>
        {
            ["q"] = _query?.Text,
            ["by"] = _query?.By,
            ["action"] = ActionInUrl,
            ["task"] = _query?.TaskId?.ToString(),
            ["refused"] = RefusedInUrl,
        }.Where(one => one.Value is not null));

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
        if (_isHeld && !isNew)
        {
            return; // a refresh requested before the hold must not move the list
        }

        _query = Query;
        _shown = await Access.AuditAsync(_query, Disposed);
        if (isNew)
        {
            await ReadPeopleAsync(_shown);
        }
    }

    /// <summary>Reads the users to filter by: those in the list, and owners of tasks.</summary>
    private async Task ReadPeopleAsync(AuditEntryPage shown)
    {
        var names = shown.Items.Select(entry => entry.By).Concat(await Access.ValuesAsync(TaskFacet.Owner, MaxUsers, Disposed));
        _people = [.. names.Distinct().Order(StringComparer.CurrentCultureIgnoreCase)
            .Select(name => new ChipOption(name, TaskText.Who(name, Viewer.Person.Name)))];
    }

    private void Hold(bool hold)
    {
        _isHeld = hold;
        if (!hold)
        {
            RefreshSoon();
        }
    }
}
