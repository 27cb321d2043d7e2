using System.Text.RegularExpressions;

namespace BlazorTasks.Components.Logs;

/// <summary>
/// Splits a line with ANSI colours into parts with CSS classes of our own palette: never markup, never a colour value from
/// the line. Only colours and bold are supported; other terminal codes are removed.
/// </summary>
internal static partial class AnsiText
{
    private static readonly string[] Colours =
        ["ansi-grey", "ansi-red", "ansi-green", "ansi-yellow", "ansi-blue", "ansi-magenta", "ansi-cyan", ""];

    /// <summary>The parts of a line, up to <paramref name="maxLength"/> characters; null if it has no colours.</summary>
    public static IReadOnlyList<(string Text, string Class)>? Read(string line, int maxLength)
    {
        if (!line.Contains("\u001b[", StringComparison.Ordinal))
        {
            return null;
        }

        var pieces = new List<(string, string)>();
        var (colour, bold, from) = ("", false, 0);
        foreach (Match code in ColourCodes().Matches(line))
        {
            Add(line[from..code.Index]);
            (colour, bold) = After(colour, bold, code.Groups["codes"].Value);
            from = code.Index + code.Length;
        }

        Add(line[from..]);
        return pieces;

        void Add(string text)
        {
            var clean = LogText.CleanLine(text);
            clean = clean.Length > maxLength ? clean[..maxLength] : clean;
            maxLength -= clean.Length;
            if (clean.Length > 0)
            {
                pieces.Add((clean, (bold ? $"{colour} ansi-bold" : colour).Trim()));
            }
        }
    }

    /// <summary>The style after a code. The extended colours 38 and 48 have two or four parameters.</summary>
    private static (string Colour, bool Bold) After(string colour, bool bold, string codes)
    {
        var numbers = Numbers(codes);
        for (var i = 0; i < numbers.Count; i++)
        {
            (colour, bold) = numbers[i] switch
            {
                0 => ("", false),
                1 => (colour, true),
                22 => (colour, false),
                >= 30 and <= 37 => (Colours[numbers[i] - 30], bold),
                >= 90 and <= 97 => (Colours[numbers[i] - 90], bold),
                38 or 39 => ("", bold), // a colour outside our palette, or the default
                _ => (colour, bold),
            };
            i += numbers[i] is 38 or 48 ? (numbers.ElementAtOrDefault(i + 1) == 2 ? 4 : 2) : 0;
        }

        return (colour, bold);
    }

    private static List<int> Numbers(string codes) =>
        [.. codes.Split(';').Select(code => int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    [GeneratedRegex(@"\x1b\[(?<codes>[0-9;]{0,40})m", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ColourCodes();
}
