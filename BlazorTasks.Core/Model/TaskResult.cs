using System.Text.Json.Serialization;
using BlazorTasks.Forms;

namespace BlazorTasks;

/// <summary>
/// A result that is more than data: text in Markdown, a link, a file. Return one from a task, or put Markdown and links
/// into the record that you return. Any other result is shown by its shape: as text, as a table, as a tree.
/// </summary>
public sealed record TaskResult
{
    /// <summary>The property that tells these from other objects in the JSON of a result.</summary>
    public const string KindName = "$result";

    private TaskResult(string kind) => Kind = kind;

    /// <summary>"markdown", "link" or "file".</summary>
    [JsonPropertyName(KindName), JsonPropertyOrder(-1)]
    public string Kind { get; }

    /// <summary>The Markdown, or the words of a link.</summary>
    public string? Text { get; private init; }

    /// <summary>Where a link leads.</summary>
    public string? Url { get; private init; }

    /// <summary>What a file is called when it is downloaded.</summary>
    public string? Name { get; private init; }

    /// <summary>How large a file is, in bytes.</summary>
    public long? Size { get; private init; }

    /// <summary>Under which token a file is kept; null before the task has ended.</summary>
    public string? Token { get; private init; }

    [JsonIgnore]
    internal string? Path { get; private init; }

    /// <summary>Text in Markdown. Markup in it is shown as text, and pictures as links.</summary>
    public static TaskResult Markdown(string text) => new("markdown") { Text = text ?? "" };

    /// <summary>A link.</summary>
    /// <param name="url">Where it leads: http, https or mailto.</param>
    /// <param name="text">What people read; the address when left out.</param>
    /// <exception cref="ArgumentException">It leads somewhere else, such as "javascript:".</exception>
    public static TaskResult Link(string url, string? text = null) => IsSafeLink(url)
        ? new("link") { Url = url, Text = text }
        : throw new ArgumentException($"\"{url}\" is no address that a result may lead to. Give a whole one that begins with http, https or mailto.", nameof(url));

    /// <summary>A file, as the whole result of a task. It is copied when the task ends and kept as long as the history.</summary>
    /// <param name="path">Where it is on the server.</param>
    /// <param name="name">What it is called when it is downloaded; its own name when left out.</param>
    public static TaskResult File(string path, string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new("file") { Path = path, Name = name ?? System.IO.Path.GetFileName(path) };
    }

    /// <summary>Whether a page may offer this address to press.</summary>
    public static bool IsSafeLink(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeMailto);

    /// <summary>A result whose file, if it is one, is kept.</summary>
    internal static async Task<object?> KeepAsync(object? result, UploadStore files)
    {
        if (result is not TaskResult { Path: { } path } file)
        {
            return result;
        }

        using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
        var token = await files.SaveAsync(file.Name!, content, CancellationToken.None).ConfigureAwait(false);
        return file with { Path = null, Token = token, Size = content.Length };
    }
}
