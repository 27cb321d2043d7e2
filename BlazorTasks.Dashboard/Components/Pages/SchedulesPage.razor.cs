using BlazorTasks.Dashboard.Components.Filters;
using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Schedules;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>All schedules, by title. The URL holds the filter and the period of the chart.</summary>
public sealed partial class SchedulesPage
{
    private const int PageSize = 50;

    /// <summary>The chart of many schedules is expensive, so runs alone do not make it anew.</summary>
    private static readonly TimeSpan ChartAge = TimeSpan.FromMinutes(1);

    private IReadOnlyList<Schedule> _all = [];
    private IReadOnlyList<Schedule> _matching = [];
    private IReadOnlyList<(Schedule Schedule, IReadOnlyList<TaskSnapshot> Runs)> _rows = [];
    private UpcomingRuns? _upcoming;
    private (int Schedules, bool IsWeek, DateTimeOffset At) _charted;
    private (string?, string?, string?)? _filtered;
    private Schedule? _menuFor;
    private int _limit = PageSize;
    private bool _isRead;

    /// <summary>The search text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>The state to show.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>The definition to show.</summary>
    [SupplyParameterFromQuery(Name = "definition")]
    public string? Definition { get; set; }

    /// <summary>"week" for a chart of seven days.</summary>
    [SupplyParameterFromQuery(Name = "period")]
    public string? Period { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private LiveRegion LiveRegion { get; set; } = default!;

    private static IReadOnlyList<ChipOption> StatusOptions { get; } = [.. Enum.GetValues<ScheduleStatus>().Select(status =>
        new ChipOption(status.ToString().ToLowerInvariant(), ScheduleWords.Word(status)))];

    private IReadOnlyList<ChipOption> DefinitionOptions => [.. _all.DistinctBy(schedule => schedule.Settings.Definition)
        .Select(schedule => new ChipOption(schedule.Settings.Definition, ScheduleWords.DefinitionTitle(schedule, Access)))
        .OrderBy(option => option.Line, StringComparer.CurrentCultureIgnoreCase)];

    private bool IsWeek => Period == "week";

    private bool IsFiltered => StatusOf is not null || !string.IsNullOrWhiteSpace(Search) || Definition is not null;

    private ScheduleStatus? StatusOf => Enum.TryParse<ScheduleStatus>(State, ignoreCase: true, out var status) ? status : null;

    private string Summary => _all.Count == 0 ? "" : string.Join(", ", _all.CountBy(ScheduleWords.Status).OrderBy(group => group.Key)
        .Select(group => (group.Value, Word: group.Key == ScheduleStatus.Stopped ? "with a problem" : group.Key.ToString()
            .ToLowerInvariant()))
        .Select(group => $"{group.Value:N0} {group.Word}"));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_isRead && (_filtered != (Search, State, Definition) || _charted.IsWeek != IsWeek))
        {
            RefreshSoon();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var isNew = _filtered != (Search, State, Definition);
        (_filtered, _limit) = ((Search, State, Definition), isNew ? PageSize : _limit);
        _all = await Access.Schedules.ListAsync(Disposed);
        _matching = [.. _all.Where(IsMatch)
            .OrderBy(schedule => ScheduleWords.Title(schedule, Access), StringComparer.CurrentCultureIgnoreCase)
            .ThenBy(schedule => schedule.Id, StringComparer.Ordinal)];
        var rows = new List<(Schedule, IReadOnlyList<TaskSnapshot>)>();
        foreach (var schedule in _matching.Take(_limit))
        {
            rows.Add((schedule, await Runs.ReadAsync(schedule.Id, Disposed)));
        }

        _rows = rows;
        await ReadUpcomingAsync();
        _isRead = true;
        if (isNew && IsFiltered && RendererInfo.IsInteractive)
        {
            await LiveRegion.SayAsync(Formats.Count(_matching.Count, "schedule", "schedules"), "filter");
        }
    }

    private async Task ReadUpcomingAsync()
    {
        var schedules = new HashCode();
        foreach (var schedule in _all)
        {
            schedules.Add((schedule.Id, schedule.Edition, schedule.IsEnabled));
        }

        var (key, now) = (schedules.ToHashCode(), Now);
        if (_upcoming is not null && (_charted.Schedules, _charted.IsWeek) == (key, IsWeek) && now - _charted.At < ChartAge)
        {
            return;
        }

        var step = IsWeek ? TimeSpan.FromHours(2) : TimeSpan.FromMinutes(30);
        var from = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.FromMinutes(30).Ticks), TimeSpan.Zero);
        var count = IsWeek ? 84 : 48;
        var times = await Access.Schedules.TimelineAsync(now, from + (step * count), Disposed);
        (_upcoming, _charted) = (UpcomingRuns.Of(times, from, step, count), (key, IsWeek, now));
    }

    private bool IsMatch(Schedule schedule) =>
        (StatusOf is not { } status || ScheduleWords.Status(schedule) == status)
        && (Definition is null || schedule.Settings.Definition == Definition)
        && (string.IsNullOrWhiteSpace(Search) || Has(schedule.Id) || Has(schedule.Settings.Definition)
            || Has(ScheduleWords.Title(schedule, Access)) || Has(ScheduleWords.DefinitionTitle(schedule, Access)));

    private bool Has(string text) => text.Contains(Search!.Trim(), StringComparison.CurrentCultureIgnoreCase);

    private void ShowMore()
    {
        _limit += PageSize;
        RefreshSoon();
    }
}
