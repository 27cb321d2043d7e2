namespace BlazorTasks.App.Samples.Folders;

/// <summary>The index of the files read so far.</summary>
internal sealed class FolderIndex(TaskContext task, long totalFiles, long totalBytes)
{
    private const int MostRows = 100;
    private const int LargestRows = 20;

    private readonly Dictionary<string, string> _firstByHash = [];
    private readonly PriorityQueue<LargeFile, long> _largest = new();
    private readonly List<DuplicateFile> _duplicates = [];
    private readonly List<SkippedFile> _leftOut = [];
    private int _files;
    private long _bytes;
    private long _bytesRead;

    public void Add(string path, long bytes, string hash)
    {
        task.Log($"{path}  {hash}");
        _files++;
        _bytes += bytes;
        _largest.Enqueue(new LargeFile(path, bytes, hash), bytes);
        if (_largest.Count > LargestRows)
        {
            _largest.Dequeue();
        }

        if (bytes > 0 && !_firstByHash.TryAdd(hash, path))
        {
            _duplicates.Add(new DuplicateFile(path, _firstByHash[hash], bytes, hash));
        }
    }

    public void LeaveOut(SkippedFile one)
    {
        _leftOut.Add(one);
        if (_leftOut.Count <= MostRows)
        {
            task.Warn($"{one.Path} was skipped: {one.Reason}");
        }
    }

    public void Read(int bytes)
    {
        _bytesRead += bytes;
        task.Report(
            100.0 * _bytesRead / totalBytes,
            $"{_files + _leftOut.Count:N0} of {totalFiles:N0} files, {Size(_bytesRead)} of {Size(totalBytes)}");
    }

    public IndexResult ToResult(string folder, int folders, int links)
    {
        if (_leftOut.Count > MostRows)
        {
            task.Warn($"{_leftOut.Count - MostRows:N0} more were skipped");
        }

        var wasted = _duplicates.Sum(duplicate => duplicate.Bytes);
        task.Report(
            100,
            $"{Count(_files, "file")}, {Size(_bytes)}, " +
            $"{(wasted == 0 ? "no duplicates" : $"{Count(_duplicates.Count, "duplicate")} ({Size(wasted)})")}");
        return new IndexResult(
            folder, _files, folders, links, _bytes, _duplicates.Count, wasted, _leftOut.Count,
            [.. _duplicates.OrderByDescending(duplicate => duplicate.Bytes).ThenBy(
                duplicate => duplicate.SameAs,
                StringComparer.Ordinal).Take(MostRows)],
            [.. _largest.UnorderedItems.Select(item => item.Element).OrderByDescending(file => file.Bytes).ThenBy(
                file => file.Path,
                StringComparer.Ordinal)],
            [.. _leftOut.Take(MostRows)]);
    }

    private static string Count(int number, string one) => $"{number:N0} {one}{(number == 1 ? "" : "s")}";

    private static string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e9:0.#} GB"),
    };
}

/// <summary>The result of an index.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Files">The number of files, at any depth.</param>
/// <param name="Folders">The number of folders, at any depth, including the folder itself.</param>
/// <param name="Links">The number of symbolic links, which are not followed.</param>
/// <param name="Bytes">The total size of all files.</param>
/// <param name="DuplicateFiles">The number of files with the same content as an earlier one, not counting empty files.</param>
/// <param name="DuplicateBytes">The total size of the duplicates.</param>
/// <param name="Unreadable">The number of files and folders that could not be read.</param>
/// <param name="Duplicates">The largest duplicates, at most 100.</param>
/// <param name="Largest">The 20 largest files.</param>
/// <param name="Skipped">The files and folders that could not be read, at most 100.</param>
public sealed record IndexResult(
    string Folder,
    int Files,
    int Folders,
    int Links,
    long Bytes,
    int DuplicateFiles,
    long DuplicateBytes,
    int Unreadable,
    IReadOnlyList<DuplicateFile> Duplicates,
    IReadOnlyList<LargeFile> Largest,
    IReadOnlyList<SkippedFile> Skipped);

/// <summary>A file with the same content as another.</summary>
public sealed record DuplicateFile(string Path, string SameAs, long Bytes, string Sha256);

/// <summary>A large file.</summary>
public sealed record LargeFile(string Path, long Bytes, string Sha256);
