using BlazorTasks.Dashboard.Components.Live;

namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>Base class of components that show schedules: it refreshes when one changes, and when a run of one does.</summary>
public abstract class ScheduleComponent : DashboardComponent
{
    /// <summary>Changes by other processes raise no event.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(10);

    [Inject]
    internal ScheduleCommands Commands { get; set; } = default!;

    /// <summary>The last runs.</summary>
    internal ScheduleRuns Runs { get; private set; } = default!;

    /// <summary>The current time.</summary>
    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Access.Schedules.Changed -= OnSchedulesChanged;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    private void OnSchedulesChanged(object? sender, EventArgs e) => RefreshSoon();

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        Runs = new ScheduleRuns(Access);
        if (RendererInfo.IsInteractive)
        {
            Access.Schedules.Changed += OnSchedulesChanged;
        }

        RefreshEvery(ReadAgainAfter);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) => Runs.Forget(frame);
}
