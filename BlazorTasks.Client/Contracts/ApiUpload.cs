namespace BlazorTasks.Client;

/// <summary>A file that was uploaded for an input or an answer.</summary>
/// <param name="Token">The value of a file field.</param>
/// <param name="Name">The name that a task sees.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="ExpiresAt">Until when it is kept.</param>
public sealed record ApiUpload(string Token, string Name, long Length, DateTimeOffset ExpiresAt);

/// <summary>The files of one request.</summary>
/// <param name="Items">The files, in the order in which they came.</param>
public sealed record ApiUploads(IReadOnlyList<ApiUpload> Items);
