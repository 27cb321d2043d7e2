namespace BlazorTasks.Client;

/// <summary>The index at the root of the API.</summary>
/// <param name="Name">The product name.</param>
/// <param name="Version">The product version.</param>
/// <param name="Openapi">The URL of the OpenAPI 3.1 document.</param>
/// <param name="Definitions">The URL of the definitions.</param>
/// <param name="Tasks">The URL of the tasks.</param>
/// <param name="Nodes">The URL of the nodes.</param>
/// <param name="Audit">The URL of the audit log.</param>
public sealed record ApiIndex(string Name, string Version, string Openapi, string Definitions, string Tasks, string Nodes, string Audit);
