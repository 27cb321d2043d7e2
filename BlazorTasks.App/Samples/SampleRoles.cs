namespace BlazorTasks.App.Samples;

/// <summary>The roles that samples require.</summary>
internal static class SampleRoles
{
    /// <summary>
    /// For those who may read whatever the server can reach: its files and its network. Administrators may in any case.
    /// </summary>
    public const string Trusted = "trusted";
}
