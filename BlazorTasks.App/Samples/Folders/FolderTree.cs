using System.IO.Enumeration;

namespace BlazorTasks.App.Samples.Folders;

/// <summary>A folder with everything below it. Links are left alone: they may lead out of it, or round in a circle.</summary>
internal sealed class FolderTree(string root, string pattern, bool hidden)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>How many folders were gone through, the root included.</summary>
    public int Folders { get; private set; }

    /// <summary>How many links were left alone.</summary>
    public int Links { get; private set; }

    /// <summary>What could not be read on the way, and why.</summary>
    public List<SkippedFile> Unreadable { get; } = [];

    /// <summary>Goes through it, folder by folder.</summary>
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

    /// <summary>A path as it is shown: from the root on.</summary>
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
/// <param name="Path">Where it is, from the indexed folder on.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedFile(string Path, string Reason)
{
    internal static SkippedFile Because(string path, Exception error) => new(path, error switch
    {
        UnauthorizedAccessException => "the server may not read it",
        FileNotFoundException or DirectoryNotFoundException => "it is no longer there",
        _ => error.Message.TrimEnd('.'),
    });
}
