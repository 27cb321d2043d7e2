using System.Security.Cryptography;
using BlazorTasks.Cluster;
using BlazorTasks.Journal;

namespace BlazorTasks.Forms;

/// <summary>
/// Stores files (uploads or results) in one directory, each under a random token, so that clients cannot address other files
/// of the server.
/// </summary>
/// <param name="folder">The directory. Created with the first file.</param>
/// <param name="maxBytes">The maximum size of a file.</param>
/// <param name="keep">How long files that no task needs are retained.</param>
/// <param name="time">The clock.</param>
public sealed partial class UploadStore(string folder, long maxBytes, TimeSpan keep, TimeProvider time)
{
    private const int IdLength = 32;
    private const int MaxNameLength = 100;

    private const string PartialExtension = ".partial";

    /// <summary>The maximum length of a file name in common file systems, in bytes.</summary>
    private const int MaxNameBytes = 255;

    /// <summary>Gets the maximum size of a file, in bytes.</summary>
    public long MaxBytes { get; } = maxBytes;

    /// <summary>
    /// Gets or sets the files of all nodes, if they share them: then the directory contains the copies that this node has read
    /// or written.
    /// </summary>
    internal ISharedFiles? Shared { get; set; }

    /// <summary>Stores a file.</summary>
    /// <returns>Its token, the value of a <see cref="FieldType.File"/> field.</returns>
    /// <exception cref="UploadTooLargeException">The file is too large. Nothing is stored.</exception>
    /// <exception cref="IOException">The disk is full. Nothing is stored.</exception>
    public async Task<string> SaveAsync(string fileName, Stream content, CancellationToken cancellationToken)
    {
        var token = NewToken(fileName);
        await StoreAsync(token, content, cancellationToken).ConfigureAwait(false);
        return token;
    }

    /// <summary>Returns the token of a file in code: its existing one, or a new one under which it is yet to be stored.</summary>
    internal string TokenFor(TaskFile file, Dictionary<string, TaskFile> toSave)
    {
        if (file.Path.Length > 0
            && Path.GetRelativePath(Path.GetFullPath(folder), file.Path).Replace('\\', '/') is var known
            && Find(known) is not null)
        {
            return known;
        }

        var token = NewToken(file.Name);
        toSave[token] = file;
        return token;
    }

    /// <summary>Stores a file under a new token.</summary>
    /// <exception cref="IOException">The file is too large, or the disk is full. Nothing is stored.</exception>
    internal async Task StoreAsync(string token, Stream content, CancellationToken cancellationToken = default)
    {
        await PurgeAsync().ConfigureAwait(false);
        var path = PathOf(token);
        var own = Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(own);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, useAsync: true);
            await CopyAsync(content, file, cancellationToken).ConfigureAwait(false);
            await ShareAsync(token, file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            if (Directory.Exists(own))
            {
                Directory.Delete(own, recursive: true);
            }

            if (error.Message.Contains(own, StringComparison.Ordinal)) // system messages must not reveal paths of the server
            {
                throw new IOException(
                    $"The file could not be stored{(DiskFullDetector.IsCauseOf(error) ? ": the disk is full" : "")}. See the " +
                    "server log for details.",
                    error);
            }

            throw;
        }
    }

    /// <summary>Finds a file by its token, or returns null.</summary>
    public TaskFile? Find(string? token)
    {
        if (token?.Split('/') is not [{ Length: IdLength } id, { Length: > 0 } name]
            || !id.All(char.IsAsciiHexDigitLower)
            || SafeName(name) != name)
        {
            return null;
        }

        var path = PathOf(token);
        return File.Exists(path) ? new TaskFile(name, path)
            : Shared?.Find(token) is { } size ? TaskFile.Shared(name, new(size, () => CopyHere(token)))
            : null;
    }

    /// <summary>Deletes a file, if it exists.</summary>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    public void Remove(string? token)
    {
        if (Find(token) is not null)
        {
            Shared?.Remove(token!);
            var own = Path.GetDirectoryName(PathOf(token!))!;
            if (Directory.Exists(own))
            {
                Directory.Delete(own, recursive: true);
                File.Delete(HoldersOf(own));
            }
        }
    }

    private async Task ShareAsync(string token, FileStream file, CancellationToken stop)
    {
        if (Shared is { } shared)
        {
            file.Position = 0;
            await shared.SaveAsync(token, file, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Copies a file of all nodes into the directory. Whoever sees it there, sees all of it.</summary>
    private string CopyHere(string token)
    {
        var path = PathOf(token);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var partial = $"{Path.GetDirectoryName(path)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}{PartialExtension}";
            try
            {
                using (var file = new FileStream(partial, FileMode.CreateNew))
                {
                    Shared!.CopyTo(token, file);
                }

                File.Move(partial, path, overwrite: true);
            }
            finally
            {
                File.Delete(partial);
            }
        }

        return path;
    }

    private static string NewToken(string fileName) =>
        $"{RandomNumberGenerator.GetHexString(IdLength, lowercase: true)}/{SafeName(fileName)}";

    private string PathOf(string token) => Path.GetFullPath(Path.Combine(folder, token));

    private async Task CopyAsync(Stream content, FileStream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        for (var total = 0L; ;)
        {
            var read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            total += read;
            if (total > MaxBytes)
            {
                throw new UploadTooLargeException(MaxBytes);
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string SafeName(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        var safe = new string([.. name.Select(c => char.IsControl(c)
            || Path.GetInvalidFileNameChars().Contains(c)
            || c is '"' or '<' or '>' or '|' or ':' or '*' or '?'
            ? '_'
            : c)]);
        safe = safe.Length > MaxNameLength ? safe[^MaxNameLength..] : safe;
        while (Encoding.UTF8.GetByteCount(safe) > MaxNameBytes || (safe.Length > 0 && char.IsLowSurrogate(safe[0])))
        {
            safe = safe[1..]; // the end contains the extension
        }

        return safe is "" or "." or ".." ? "file" : safe;
    }
}

/// <summary>Thrown if a file exceeds the maximum size.</summary>
/// <param name="maxBytes">The maximum size.</param>
public sealed class UploadTooLargeException(long maxBytes)
    : IOException(
        $"The file exceeds the maximum size of {(maxBytes < 1024 * 1024 ? $"{maxBytes:N0} bytes" : $"{maxBytes / 1024 / 1024:N0} MB")}.");
