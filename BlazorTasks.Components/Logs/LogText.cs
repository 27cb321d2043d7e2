using System.Text;
using System.Text.RegularExpressions;

namespace BlazorTasks.Components.Logs;

/// <summary>
/// Sanitizes text from users and tasks for display: terminal codes are removed, other control characters and those that
/// change the text direction are made visible.
/// </summary>
internal static partial class LogText
{
    private const string Turns = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
    private static readonly System.Buffers.SearchValues<char> Suspect = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 32).Concat(Enumerable.Range(0x7f, 33)).Select(c => (char)c), .. Turns, '\u2028', '\u2029']);

    /// <summary>Sanitizes text; line breaks and tabs are kept.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspect))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in TerminalCodes().Replace(text, ""))
        {
            clean.Append(c switch
            {
                '\n' or '\t' => c,
                '\r' => '\u240d',
                < ' ' => (char)('\u2400' + c),
                '\u007f' => '\u2421',
                '\u2028' or '\u2029' => '\u2424',
                (>= '\u0080' and <= '\u009f') => '\ufffd',
                _ => Turns.Contains(c, StringComparison.Ordinal) ? '\ufffd' : c,
            });
        }

        return clean.ToString();
    }

    /// <summary>Sanitizes text into one line: a line break becomes a symbol.</summary>
    public static string CleanLine(string text) =>
        Clean(text.Replace("\r\n", "\n", StringComparison.Ordinal)).Replace('\n', '\u2424').Replace('\t', ' ');

    [GeneratedRegex(
        @"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][0-9A-B])",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TerminalCodes();
}
