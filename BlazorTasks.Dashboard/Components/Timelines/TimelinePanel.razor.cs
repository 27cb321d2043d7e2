namespace BlazorTasks.Dashboard.Components.Timelines;

/// <summary>The timeline of a task, updated each second while the task is active.</summary>
public sealed partial class TimelinePanel
{
    private const int LongFrom = 24;
    private const int MaxRows = 200;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private Timeline? _line;
    private ITimer? _timer;

    /// <summary>The milestones of the task.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TaskEvent> Milestones { get; set; } = [];

    /// <summary>The replay time; null for now.</summary>
    [Parameter]
    public DateTimeOffset? At { get; set; }

    private bool IsLong => _line?.RowCount > LongFrom;

    /// <inheritdoc />
    public void Dispose() => _timer?.Dispose();

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _line = Timeline.Of(Milestones, At ?? Time.GetUtcNow(), Viewer.Person.Name);
        var lives = At is null && _line is { IsOver: false };
        if (lives && RendererInfo.IsInteractive)
        {
            _timer ??= Time.CreateTimer(_ => _ = InvokeAsync(Move), null, Tick, Tick);
        }
        else if (!lives)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Move()
    {
        _line = Timeline.Of(Milestones, Time.GetUtcNow(), Viewer.Person.Name);
        StateHasChanged();
    }

    /// <summary>The ticks that do not collide with the end label.</summary>
    private static IEnumerable<TimeSpan> Marks(Timeline line) => Enumerable.Range(1, line.Ticks).Select(i => line.Unit * i)
        .Where(tick => line.Place(line.From + tick) is < 97 and var place && Math.Abs(place - line.Place(line.Until)) > 10);

    /// <summary>The label of a tick; ticks less than a second apart need fractions.</summary>
    private static string MarkOf(TimeSpan tick) => tick.TotalSeconds is >= 1 and < 10 && tick.Milliseconds > 0
        ? string.Create(CultureInfo.CurrentCulture, $"{tick.TotalSeconds:0.#}\u00a0s")
        : Formats.Duration(tick);

    private string Say(TimelineAttempt attempt)
    {
        var length = Formats.Duration((attempt.To ?? _line!.Until) - attempt.From);
        return attempt.State switch
        {
            "running" => $"running for {length} on {attempt.Node}",
            "succeeded" => $"took {length} on {attempt.Node}",
            _ => $"{attempt.State} after {length} on {attempt.Node}{(attempt.Why is null ? null : $": {attempt.Why}")}",
        };
    }

    private static string Title(TimelineRow row) => row.Why is null ? row.Name : $"{row.Name}: {row.Why}";

    private static string StateText(TimelineRow row) => row.Why is null ? $", {row.State}" : $", {row.State}: {LogText.Clean(row.Why)}";

    private static string? ClassOf(TimelineRow row) => row switch
    {
        { Kind: TimelineKind.Waiting } => "wait",
        { Kind: TimelineKind.Between } => "idle",
        { To: null } => "open",
        _ => null,
    };

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}%");
}
