using System.Text;
using System.Text.RegularExpressions;

namespace BlazorTasks.Dashboard.Components.Tasks;

/// <summary>Makes what a task wrote harmless to look at: colours for terminals are left out, other control characters become visible.</summary>
internal static partial class LogText
{
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAny('\u007f', '\u202e', '\u202d'))
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
                '\u202d' or '\u202e' => '\ufffd',
                _ => c,
            });
        }

        return clean.ToString();
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]", RegexOptions.NonBacktracking)]
    private static partial Regex TerminalCodes();
}
