namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>One of several views of which one is shown.</summary>
/// <param name="Name">Its name in the address.</param>
/// <param name="Text">What people read.</param>
/// <param name="Tag">What stands beside it, or null.</param>
public sealed record Tab(string Name, string Text, string? Tag = null);
