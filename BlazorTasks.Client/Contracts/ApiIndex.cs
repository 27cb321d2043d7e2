namespace BlazorTasks.Client;

/// <summary>What a program finds at the root of the API.</summary>
/// <param name="Name">The product.</param>
/// <param name="Version">Its version.</param>
/// <param name="Openapi">Where the description of everything is (OpenAPI 3.1).</param>
/// <param name="Definitions">Where it says what can be started.</param>
/// <param name="Tasks">Where the tasks are.</param>
/// <param name="Nodes">Which processes work on the history.</param>
/// <param name="Audit">Where it says who did what.</param>
public sealed record ApiIndex(string Name, string Version, string Openapi, string Definitions, string Tasks, string Nodes, string Audit);
