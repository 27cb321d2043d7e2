using BlazorTasks.Forms;

namespace BlazorTasks;

/// <summary>
/// A result that is displayed in a special way: Markdown, a link or a file. Return one from a task, or use Markdown and links
/// in a record that you return. Any other result is displayed according to its shape: as text, a table or a tree.
/// </summary>
public sealed record TaskResult
{
    /// <summary>The property that identifies such a value in the JSON of a result.</summary>
    public const string KindName = "$result";

    private TaskResult(string kind) => Kind = kind;

    /// <summary>Gets the kind: "markdown", "link" or "file".</summary>
    [JsonPropertyName(KindName), JsonPropertyOrder(-1)]
    public string Kind { get; }

    /// <summary>Gets the Markdown, or the text of a link.</summary>
    public string? Text { get; private init; }

    /// <summary>Gets the URL of a link.</summary>
    public string? Url { get; private init; }

    /// <summary>Gets the download name of a file.</summary>
    public string? Name { get; private init; }

    /// <summary>Gets the size of a file in bytes.</summary>
    public long? Size { get; private init; }

    /// <summary>Gets the token under which the file is stored, or null before the task has finished.</summary>
    public string? Token { get; private init; }

    [JsonIgnore]
    internal string? Path { get; private init; }

    /// <summary>Creates a Markdown result. HTML in it is displayed as text, and images as links.</summary>
    public static TaskResult Markdown(string text) => new("markdown") { Text = text ?? "" };

    /// <summary>Creates a link.</summary>
    /// <param name="url">The URL: http, https or mailto.</param>
    /// <param name="text">The link text, or null to display the URL.</param>
    /// <exception cref="ArgumentException">The URL has another scheme, such as "javascript:".</exception>
    public static TaskResult Link(string url, string? text = null) => IsSafeLink(url)
        ? new("link") { Url = url, Text = text }
        : throw new ArgumentException(
            $"\"{url}\" is not a valid URL for a result. Use an absolute http, https or mailto URL.",
            nameof(url));

    /// <summary>
    /// Creates a file result, as the whole result of a task. The file is copied when the task finishes and retained as long
    /// as the task.
    /// </summary>
    /// <param name="path">The path of the file on the server.</param>
    /// <param name="name">The download name, or null to use the name of the file.</param>
    public static TaskResult File(string path, string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new("file") { Path = path, Name = name ?? System.IO.Path.GetFileName(path) };
    }

    /// <summary>Returns whether a page may render this URL as a link.</summary>
    public static bool IsSafeLink(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeMailto);

    /// <summary>Returns the result with its file, if it is one, copied to the store.</summary>
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
