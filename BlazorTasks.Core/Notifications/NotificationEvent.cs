namespace BlazorTasks.Notifications;

/// <summary>What people are notified of.</summary>
public enum NotificationEvent
{
    /// <summary>The task asks a person.</summary>
    Asked,

    /// <summary>The task succeeded.</summary>
    Succeeded,

    /// <summary>The task failed.</summary>
    Failed,

    /// <summary>The task was interrupted: its process was lost or shut down.</summary>
    Interrupted,

    /// <summary>The task was cancelled.</summary>
    Cancelled,

    /// <summary>The task takes longer than 95 % of the earlier runs of its definition.</summary>
    Slow,

    /// <summary>A person declined what the task asked for.</summary>
    Declined,

    /// <summary>A run of a schedule was missed because no process was running.</summary>
    ScheduleMissed,

    /// <summary>A node ended unexpectedly.</summary>
    NodeLost,
}
