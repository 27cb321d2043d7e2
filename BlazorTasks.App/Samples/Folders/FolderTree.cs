using System.IO.Enumeration;

namespace BlazorTasks.App.Samples.Folders;

/// <summary>A folder with its whole subtree. Symbolic links are not followed: they may lead out of it or form cycles.</summary>
internal sealed class FolderTree(string root, string pattern, bool hidden)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Gets the number of folders visited, including the root.</summary>
    public int Folders { get; private set; }

    /// <summary>Gets the number of symbolic links found.</summary>
    public int Links { get; private set; }

    /// <summary>Gets what could not be read, and why.</summary>
    public List<SkippedFile> Unreadable { get; } = [];

    /// <summary>Enumerates the files, folder by folder.</summary>
    public IEnumerable<FileInfo> Files()
    {
        var left = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (left.TryPop(out var folder))
        {
            Folders++;
            foreach (var entry in Entries(folder).Where(entry => hidden || !entry.Attributes.HasFlag(FileAttributes.Hidden)))
            {
                switch (entry)
                {
                    case { LinkTarget: not null }:
                        Links++;
                        break;
                    case DirectoryInfo below:
                        left.Push(below);
                        break;
                    case FileInfo { Exists: true } file when Matches(file):
                        yield return file;
                        break;
                    case FileInfo gone when Matches(gone):
                        Unreadable.Add(SkippedFile.Because(PathOf(gone), new FileNotFoundException()));
                        break;
                }
            }
        }
    }

    /// <summary>Returns a path relative to the root for display.</summary>
    public string PathOf(FileSystemInfo entry) => Path.GetRelativePath(root, entry.FullName);

    private bool Matches(FileInfo file) => FileSystemName.MatchesSimpleExpression(pattern, file.Name);

    private FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFileSystemInfos("*", Everything);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Unreadable.Add(SkippedFile.Because(PathOf(folder), error));
            return [];
        }
    }
}

/// <summary>A file or folder that could not be read.</summary>
/// <param name="Path">Its path, relative to the indexed folder.</param>
/// <param name="Reason">Why it could not be read.</param>
public sealed record SkippedFile(string Path, string Reason)
{
    internal static SkippedFile Because(string path, Exception error) => new(path, error switch
    {
        UnauthorizedAccessException => "access was denied",
        FileNotFoundException or DirectoryNotFoundException => "it no longer exists",
        _ => error.Message.TrimEnd('.'),
    });
}
