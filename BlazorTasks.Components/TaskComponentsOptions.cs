namespace BlazorTasks.Components;

/// <summary>Options for the components.</summary>
public sealed class TaskComponentsOptions
{
    /// <summary>The claim with the stable, unique id of a person, under which they own tasks.</summary>
    /// <value>
    /// The default is that of the dashboard and, without one, the name identifier or "sub" and, without either, the name.
    /// </value>
    public string? PersonIdClaim { get; set; }

    /// <summary>The claim with the display name of a person.</summary>
    /// <value>
    /// The default is that of the dashboard and, without one, the name of the identity, "name", "preferred_username" or the
    /// email address.
    /// </value>
    public string? PersonNameClaim { get; set; }

    /// <summary>Counts an action of a person, as <see cref="TaskMonitor.For"/> expects it. The dashboard has limits per minute.</summary>
    internal Func<Person, RateLimitedAction, TooManyRequestsException?>? Limit { get; set; }

    /// <summary>Returns the address of the page of the app that shows a task, or null if there is none.</summary>
    /// <value>The default is null: names of tasks are not links.</value>
    public Func<TaskSnapshot, string?>? Href { get; set; }

    /// <summary>The time zone in which people read and enter dates and times.</summary>
    /// <value>The default is the time zone of the server.</value>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;
}
