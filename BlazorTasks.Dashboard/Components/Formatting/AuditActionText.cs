namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>The text, icon and colour of an audit entry.</summary>
internal static class AuditActionText
{
    /// <summary>"Cancelled", "Not allowed to answer".</summary>
    public static string Describe(AuditEntry entry) => entry switch
    {
        { Refusal: null } => Done(entry.Action),
        { Action: AuditAction.SignIn } => "Sign-in failed",
        _ => $"Not allowed to {Verb(entry.Action)}",
    };

    /// <summary>"Cancelled".</summary>
    public static string Done(AuditAction action) => action switch
    {
        AuditAction.Start => "Started",
        AuditAction.Cancel => "Cancelled",
        AuditAction.Pause => "Paused",
        AuditAction.Answer => "Answered",
        AuditAction.Retry => "Retried",
        AuditAction.Dismiss => "Dismissed",
        AuditAction.Bulk => "Bulk action",
        AuditAction.CreateSchedule => "Schedule created",
        AuditAction.ChangeSchedule => "Schedule changed",
        AuditAction.PauseSchedule => "Schedule paused",
        AuditAction.ResumeSchedule => "Schedule resumed",
        AuditAction.SkipRun => "Next run skipped",
        AuditAction.RunSchedule => "Schedule run",
        AuditAction.DeleteSchedule => "Schedule deleted",
        AuditAction.CreateKey => "API key created",
        AuditAction.RevokeKey => "API key revoked",
        AuditAction.Administer => "Administration",
        AuditAction.DrainNode => "Node drained",
        AuditAction.UndrainNode => "Node undrained",
        AuditAction.Prioritize => "Priority changed",
        AuditAction.SignIn => "Signed in",
        AuditAction.SignOut => "Signed out",
        AuditAction.CreateAccount => "Account created",
        AuditAction.ChangeAccount => "Account changed",
        AuditAction.DeleteAccount => "Account deleted",
        _ => "Deleted",
    };

    public static string IconOf(AuditEntry entry) => entry switch
    {
        { Refusal: not null } => "lock",
        { Action: AuditAction.Start or AuditAction.RunSchedule or AuditAction.ResumeSchedule } => "play",
        { Action: AuditAction.Cancel } => "stop",
        { Action: AuditAction.Pause or AuditAction.PauseSchedule } => "pause",
        { Action: AuditAction.Answer } => "waiting",
        { Action: AuditAction.Retry } => "retry",
        { Action: AuditAction.Bulk or AuditAction.Prioritize } => "rows",
        { Action: AuditAction.Dismiss or AuditAction.SkipRun } => "close",
        { Action: AuditAction.CreateKey or AuditAction.SignIn } => "key",
        { Action: AuditAction.SignOut } => "signout",
        { Action: AuditAction.CreateAccount or AuditAction.ChangeAccount } => "people",
        { IsOnNode: true } => "nodes",
        { Action: AuditAction.CreateSchedule or AuditAction.ChangeSchedule } => "schedules",
        _ => "trash",
    };

    /// <summary>The value of data-state, for the colour: denials and deletions stand out.</summary>
    public static string Key(AuditEntry entry) => entry.Refusal is not null
        || entry.Action is AuditAction.Remove or AuditAction.DeleteSchedule or AuditAction.RevokeKey or AuditAction.DeleteAccount ? "failed"
        : entry.Action == AuditAction.Answer ? "waiting"
        : "cancelled";

    private static string Verb(AuditAction action) => action == AuditAction.Remove ? "delete" : action.ToString().ToLowerInvariant();
}
