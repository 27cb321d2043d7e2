using System.Security.Cryptography;

namespace BlazorTasks.Forms;

/// <summary>Files that belong to tasks: they are retained for as long as a task may still read them.</summary>
public sealed partial class UploadStore
{
    private const string HoldersExtension = ".tasks";

    /// <summary>How long a file that was still needed is not asked about again.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromHours(1);

    /// <summary>Gets or sets whether a task may still read its files. Files of other tasks expire by age.</summary>
    internal Func<TaskId, Task<bool>> IsNeeded { get; set; } = _ => Task.FromResult(false);

    /// <summary>Records that a task uses the files in a value. They no longer expire while the task may still read them.</summary>
    internal void Hold(JsonElement value, TaskId task)
    {
        try
        {
            foreach (var token in TokensIn(value))
            {
                Shared?.Hold(token, task);
                File.AppendAllLines(HoldersOf(Path.GetDirectoryName(PathOf(token))!), [task.ToString()]);
            }
        }
        catch (Exception error) when (error is IOException or DbException)
        {
            // a full disk, or a store that is away: the files then expire by age, which must not prevent the start
        }
    }

    /// <summary>
    /// Returns a value with the hashes of its files instead of their tokens, so that the same files uploaded again are equal.
    /// </summary>
    internal async Task<JsonElement> WithContentsAsync(JsonElement value)
    {
        var hashes = new Dictionary<string, string>();
        foreach (var token in TokensIn(value))
        {
            using var content = Find(token)!.OpenRead();
            var hash = await SHA256.HashDataAsync(content).ConfigureAwait(false);
            hashes[token] = $"{Path.GetFileName(token)} {Convert.ToHexStringLower(hash)}";
        }

        return hashes.Count == 0 ? value : JsonSerializer.SerializeToElement(Replaced(value, hashes), TaskJson.Options);
    }

    private IEnumerable<string> TokensIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Find(value.GetString()) is null ? [] : [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TokensIn),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => TokensIn(member.Value)),
        _ => [],
    };

    private static JsonNode? Replaced(JsonElement value, Dictionary<string, string> by) => value.ValueKind switch
    {
        JsonValueKind.String => by.TryGetValue(value.GetString()!, out var hash) ? hash : JsonValue.Create(value),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(item => Replaced(item, by))]),
        JsonValueKind.Object => new JsonObject(
            value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Replaced(member.Value, by)))),
        _ => JsonValue.Create(value),
    };

    /// <summary>Deletes files that are too old, except those that a task may still read.</summary>
    private async Task PurgeAsync()
    {
        var before = time.GetUtcNow() - keep;
        var oldest = before.UtcDateTime;
        if (Shared is { } shared)
        {
            await shared.PurgeAsync(before, CancellationToken.None).ConfigureAwait(false);
        }

        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var upload in new DirectoryInfo(folder).EnumerateDirectories().Where(upload => upload.LastWriteTimeUtc < oldest))
        {
            try
            {
                if (await IsHeldAsync(upload.FullName).ConfigureAwait(false))
                {
                    upload.LastWriteTimeUtc = oldest + Recheck;
                    continue;
                }

                upload.Delete(recursive: true);
                File.Delete(HoldersOf(upload.FullName));
            }
            catch (DirectoryNotFoundException)
            {
                // another upload has just deleted it
            }
        }
    }

    private async Task<bool> IsHeldAsync(string upload)
    {
        if (!File.Exists(HoldersOf(upload)))
        {
            return false;
        }

        foreach (var line in await File.ReadAllLinesAsync(HoldersOf(upload)).ConfigureAwait(false))
        {
            if (TaskId.TryParse(line, null, out var task) && await IsNeeded(task).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The ids of the tasks are beside the directory of the file, so that no token leads to them.</summary>
    private static string HoldersOf(string upload) => upload + HoldersExtension;
}
