namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>Base class of the dashboard's live components: they show what the viewer may see.</summary>
public abstract class DashboardComponent : LiveComponent
{
    private ITimer? _timer;

    /// <summary>What the viewer may see and do.</summary>
    [Inject]
    protected TaskAccess Access { get; set; } = default!;

    [Inject]
    private protected Viewer Viewer { get; set; } = default!;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <summary>Counts the open questions that the viewer may answer.</summary>
    protected int CountQuestions() => Access.Active.Questions.Count(Access.Person.CanAnswer);

    /// <inheritdoc />
    protected override IDisposable Subscribe(Action<TaskFrame> onFrame) => Access.Subscribe(onFrame);

    /// <summary>Refreshes again and again while the page is open, for changes that raise no event.</summary>
    protected void RefreshEvery(TimeSpan interval)
    {
        if (RendererInfo.IsInteractive)
        {
            _timer = Time.CreateTimer(_ => RefreshSoon(), null, interval, interval);
        }
    }
}
