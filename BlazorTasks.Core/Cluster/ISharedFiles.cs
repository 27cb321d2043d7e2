namespace BlazorTasks.Cluster;

/// <summary>
/// Files that every node can read, under tokens that cannot be guessed. Each node keeps a copy of the files that it has read.
/// </summary>
public interface ISharedFiles
{
    /// <summary>Stores a file.</summary>
    Task SaveAsync(string token, Stream content, CancellationToken cancellationToken);

    /// <summary>Returns the size of a file in bytes, or null if it does not exist.</summary>
    long? Find(string token);

    /// <summary>Copies the content of a file.</summary>
    void CopyTo(string token, Stream target);

    /// <summary>Deletes a file, if it exists.</summary>
    void Remove(string token);

    /// <summary>Records that a task uses a file.</summary>
    void Hold(string token, TaskId task);

    /// <summary>Deletes the files stored before a time, except those that a task may still read.</summary>
    Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
