namespace BlazorTasks.Dashboard.Components.History;

/// <summary>The charts of the history.</summary>
public sealed partial class HistoryCharts
{
    /// <summary>The maximum number of runs in the durations sample.</summary>
    private const int Sample = 10_000;

    /// <summary>The minimum time between refreshes: a chart of a whole year is expensive to query.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private HistoryFilter? _read;
    private int _latest;
    private DateTimeOffset _readAt;
    private bool _waits;
    private TimeAxis? _axis;
    private IReadOnlyList<OutcomeBar> _bars = [];
    private IReadOnlyList<DurationPercentiles> _spreads = [];

    /// <summary>The filter.</summary>
    [Parameter, EditorRequired]
    public HistoryFilter Filter { get; set; } = default!;

    /// <summary>The version of the data; a new number triggers a refresh.</summary>
    [Parameter]
    public int Latest { get; set; }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (!SameTasks(Filter, _read))
        {
            await ReadAsync();
        }
        else if (Latest != _latest && !_waits)
        {
            _waits = true;
            try
            {
                var rest = _readAt + Pause - Time.GetUtcNow();
                await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Time, Disposed);
                await ReadAsync();
            }
            catch (OperationCanceledException)
            {
                // the page was closed
            }
            finally
            {
                _waits = false;
            }
        }
    }

    /// <summary>Whether two filters match the same tasks: paging and sorting make no difference.</summary>
    private static bool SameTasks(HistoryFilter one, HistoryFilter? other) =>
        other is not null && OfTasks(one) with { States = other.States } == OfTasks(other) && one.States.SequenceEqual(other.States);

    private static HistoryFilter OfTasks(HistoryFilter filter) =>
        filter with { Cursor = null, First = 1, Size = HistoryFilter.DefaultSize, Sort = default, Ascending = false };

    private async Task ReadAsync()
    {
        var now = Time.GetUtcNow();
        (_read, _latest, _readAt) = (Filter, Latest, now);
        var filter = Filter;
        var query = filter.ToQuery(now, Viewer.TimeZone) with { Cursor = null };
        var until = query.To is { } to && to < now ? to : now;
        var axis = TimeAxis.Between(query.From ?? await OldestAsync(query) ?? now, until, Viewer.TimeZone);
        var outcomes = await OutcomesAsync(query, axis);
        var timed = query.States.Count > 0 ? query : query with { States = [TaskState.Succeeded] };
        var spreads = await Access.DurationsAsync(timed, Sample, Disposed);
        if (ReferenceEquals(filter, _read))
        {
            (_axis, _bars, _spreads) = (axis, axis.Bars(outcomes), spreads);
        }
    }

    /// <summary>Steps start at round times; the first one is counted only from the start of the filter.</summary>
    private async Task<IEnumerable<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeAxis axis)
    {
        if (query.From is null || query.From == axis.From)
        {
            return await Access.OutcomesAsync(query with { From = axis.From }, axis.Step, Disposed);
        }

        var second = axis.From + axis.Step;
        var first = await Access.OutcomesAsync(query with { To = query.To < second ? query.To : second }, axis.Step, Disposed);
        return first.Concat(await Access.OutcomesAsync(query with { From = second }, axis.Step, Disposed));
    }

    private async Task<DateTimeOffset?> OldestAsync(TaskQuery query) =>
        (await Access.ListAsync(query with { Sort = TaskSort.Time, Ascending = true, Limit = 1 }, Disposed)).Items is [var oldest]
            ? oldest.FinishedAt
            : null;
}
