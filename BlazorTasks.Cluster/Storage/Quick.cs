namespace BlazorTasks.Cluster.Storage;

/// <summary>A statement whose commit does not wait for the disk.</summary>
internal static class Quick
{
    /// <summary>A condition that is always true, and makes the commit of its own transaction one that does not wait.</summary>
    public const string Commit = "set_config('synchronous_commit', 'off', true) IS NOT NULL";
}
