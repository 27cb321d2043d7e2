using System.Text.RegularExpressions;

namespace BlazorTasks.App.Samples.Comments;

/// <summary>Rules that flag comments for review before they are published.</summary>
internal static partial class CommentRules
{
    private const int ShortestShout = 12;
    private const int Longest = 1_000;
    private static readonly string[] Rude = ["idiot", "stupid", "shut up", "scam", "hate you"];

    /// <summary>Returns why a comment should be reviewed, or null.</summary>
    public static string? Flag(string text) =>
        Link().IsMatch(text) ? "it contains a link"
        : Rude.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word ? $"it contains “{word}”"
        : text.Count(char.IsLetter) >= ShortestShout && text.Where(char.IsLetter).All(char.IsUpper) ? "it is all in capitals"
        : Repeated().IsMatch(text) ? "it repeats a character many times"
        : text.Length > Longest ? $"it is longer than {Longest:N0} characters"
        : null;

    [GeneratedRegex(@"https?://|www\.", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<sign>[^\s.\-])\k<sign>{5,}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Repeated();
}
