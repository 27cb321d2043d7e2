namespace BlazorTasks.Client;

/// <summary>A file uploaded for an input or an answer.</summary>
/// <param name="Token">The value for a file field.</param>
/// <param name="Name">The file name that the task sees.</param>
/// <param name="Length">The size in bytes.</param>
/// <param name="ExpiresAt">When the file is deleted, unless a task uses it.</param>
public sealed record ApiUpload(string Token, string Name, long Length, DateTimeOffset ExpiresAt);

/// <summary>The files of one request.</summary>
/// <param name="Items">The files, in the order of the request.</param>
public sealed record ApiUploads(IReadOnlyList<ApiUpload> Items);
