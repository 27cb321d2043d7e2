using System.Security.Cryptography;

namespace BlazorTasks.Forms;

/// <summary>Keeps files in one folder, uploaded ones or results, each under a random token, so that nobody can name a file of the server.</summary>
/// <param name="folder">The folder. It is made when the first file comes.</param>
/// <param name="maxBytes">The largest file.</param>
/// <param name="keep">How long files are kept after they came.</param>
/// <param name="time">The clock.</param>
public sealed class UploadStore(string folder, long maxBytes, TimeSpan keep, TimeProvider time)
{
    private const int IdLength = 32;
    private const int MaxNameLength = 100;

    /// <summary>The largest file, in bytes.</summary>
    public long MaxBytes { get; } = maxBytes;

    /// <summary>Keeps a file.</summary>
    /// <returns>Its token: the value of a <see cref="FieldType.File"/> field.</returns>
    /// <exception cref="IOException">It is larger than allowed, or the disk is full. Nothing is kept then.</exception>
    public async Task<string> SaveAsync(string fileName, Stream content, CancellationToken cancellationToken)
    {
        Purge();
        var token = $"{RandomNumberGenerator.GetHexString(IdLength, lowercase: true)}/{SafeName(fileName)}";
        var path = PathOf(token);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true);
            await CopyAsync(content, file, cancellationToken).ConfigureAwait(false);
            return token;
        }
        catch
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
            throw;
        }
    }

    /// <summary>Finds an uploaded file, or returns null if there is none with this token.</summary>
    public TaskFile? Find(string? token)
    {
        if (token?.Split('/') is not [{ Length: IdLength } id, { Length: > 0 } name] || !id.All(char.IsAsciiHexDigitLower) || SafeName(name) != name)
        {
            return null;
        }

        var path = PathOf(token);
        return File.Exists(path) ? new TaskFile(name, path) : null;
    }

    /// <summary>Removes a file, if there is one with this token.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public void Remove(string? token)
    {
        if (Find(token) is not null)
        {
            Directory.Delete(Path.GetDirectoryName(PathOf(token!))!, recursive: true);
        }
    }

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
                throw new IOException($"The file is larger than {MaxBytes / 1024 / 1024:N0} MB, the most that is accepted.");
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Purge()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var oldest = time.GetUtcNow().UtcDateTime - keep;
        foreach (var upload in new DirectoryInfo(folder).EnumerateDirectories().Where(upload => upload.LastWriteTimeUtc < oldest))
        {
            upload.Delete(recursive: true);
        }
    }

    private static string SafeName(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        var safe = new string([.. name.Select(c => char.IsControl(c) || Path.GetInvalidFileNameChars().Contains(c) || c is '"' or '<' or '>' or '|' or ':' or '*' or '?' ? '_' : c)]);
        safe = safe.Length > MaxNameLength ? safe[^MaxNameLength..] : safe;
        return safe is "" or "." or ".." ? "file" : safe;
    }
}
