using System.Security.Claims;

namespace BlazorTasks.Components;

/// <summary>Options for the components.</summary>
public sealed class TaskComponentsOptions
{
    /// <summary>
    /// Returns the name under which a person owns tasks, or null for someone who owns none. People see the tasks that they
    /// own, and no others.
    /// </summary>
    /// <value>The default is the name of an authenticated user, and null for everyone else.</value>
    public Func<ClaimsPrincipal, string?> Owner { get; set; } = user => user.Identity is { IsAuthenticated: true, Name: { } name } ? name : null;

    /// <summary>Returns the address of the page of the app that shows a task, or null if there is none.</summary>
    /// <value>The default is null: names of tasks are not links.</value>
    public Func<TaskSnapshot, string?>? Href { get; set; }

    /// <summary>The time zone in which people read and enter dates and times.</summary>
    /// <value>The default is the time zone of the server.</value>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;
}
