namespace BlazorTasks;

/// <summary>An uploaded file, as a parameter of a task.</summary>
/// <param name="Name">The name it had where it came from.</param>
/// <param name="Path">Where it is now, on the server.</param>
public sealed record TaskFile(string Name, string Path)
{
    /// <summary>Its size in bytes.</summary>
    public long Length => new FileInfo(Path).Length;

    /// <summary>Opens it for reading.</summary>
    /// <exception cref="FileNotFoundException">It was removed: uploads are kept as long as <see cref="BlazorTasksOptions.UploadRetention"/>.</exception>
    public Stream OpenRead() => new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan | FileOptions.Asynchronous);
}
