using System.Security.Cryptography;

namespace BlazorTasks.App.Samples.Folders;

/// <summary>
/// Reads every file of a folder and finds those with the same content. It is read-only, so it can be cancelled at any time.
/// </summary>
public sealed class IndexFolder
{
    private const int BlockSize = 256 * 1024;
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Indexes a folder.</summary>
    [MonitoredTask(
        "Index a folder",
        Group = "Files and text",
        CpuBound = true,
        Roles = [SampleRoles.Trusted],
        Description = "Reads every file of a folder, and lists the largest ones and those with the same content.")]
    public async Task<IndexResult> IndexAsync(
        [Description("The full path on the server, such as /srv/manuals.")] string folder,
        TaskContext task,
        [Description("Only files whose name matches this pattern, such as *.pdf. Empty for all files.")] string? pattern = null,
        [Display(Name = "Include hidden files")] bool hidden = false)
    {
        var tree = new FolderTree(Check(folder), string.IsNullOrWhiteSpace(pattern) ? "*" : pattern.Trim(), hidden);
        var files = await task.StepAsync("Find files", () => Task.FromResult(Find(tree, task)));
        var index = new FolderIndex(task, files.Count, files.Sum(file => file.Length));
        tree.Unreadable.ForEach(index.LeaveOut);
        await task.StepAsync("Read files", () => ReadAsync(tree, files, index, task.CancellationToken));
        return index.ToResult(folder, tree.Folders, tree.Links);
    }

    private static string Check(string folder)
    {
        if (!Path.IsPathFullyQualified(folder))
        {
            throw new ValidationException(
                $"'{folder}' is not a full path. Enter a path such as {(OperatingSystem.IsWindows() ? @"C:\Manuals" : "/srv/manuals")}.");
        }

        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                File.Exists(folder) ? $"{folder} is a file, not a folder." : $"The folder {folder} does not exist on this server.");
        }

        return folder;
    }

    private static List<FileInfo> Find(FolderTree tree, TaskContext task)
    {
        var found = new List<FileInfo>();
        foreach (var file in tree.Files())
        {
            task.CancellationToken.ThrowIfCancellationRequested();
            found.Add(file);
            task.Report($"Found {found.Count:N0} files in {tree.Folders:N0} folders");
        }

        return tree.Unreadable is [{ Path: "." } root]
            ? throw new IOException($"The folder could not be indexed: {root.Reason}.")
            : [.. found.OrderBy(file => file.FullName, StringComparer.Ordinal)];
    }

    private static async Task ReadAsync(FolderTree tree, List<FileInfo> files, FolderIndex index, CancellationToken cancellationToken)
    {
        var buffer = new byte[BlockSize];
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                index.Add(tree.PathOf(file), file.Length, await HashAsync(file, buffer, index, cancellationToken));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                index.LeaveOut(SkippedFile.Because(tree.PathOf(file), error));
            }
        }
    }

    private static async Task<string> HashAsync(FileInfo file, byte[] buffer, FolderIndex index, CancellationToken cancellationToken)
    {
        if (file.Length == 0)
        {
            return EmptyHash; // not opened: pipes and devices also have no length, and reading them may never end
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var content = new FileStream(
            file.FullName,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            index.Read(read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
