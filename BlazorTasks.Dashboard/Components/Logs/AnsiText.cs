using System.Text.RegularExpressions;

namespace BlazorTasks.Dashboard.Components.Logs;

/// <summary>
/// A line with terminal colours, in pieces with the class of each: our own palette, never markup and never a colour that
/// the line itself names. Of all terminal codes only colours and bold count; the others are left out.
/// </summary>
internal static partial class AnsiText
{
    private static readonly string[] Colours = ["ansi-grey", "ansi-red", "ansi-green", "ansi-yellow", "ansi-blue", "ansi-magenta", "ansi-cyan", ""];

    /// <summary>The pieces of a line, at most <paramref name="most"/> characters of it; null if it has no colours.</summary>
    public static IReadOnlyList<(string Text, string Class)>? Read(string line, int most)
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
            clean = clean.Length > most ? clean[..most] : clean;
            most -= clean.Length;
            if (clean.Length > 0)
            {
                pieces.Add((clean, (bold ? $"{colour} ansi-bold" : colour).Trim()));
            }
        }
    }

    /// <summary>What holds after a code. A colour by number or by parts (38, 48) brings two or four numbers of its own.</summary>
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
                38 or 39 => ("", bold), // a colour that is not in our palette, or none
                _ => (colour, bold),
            };
            i += numbers[i] is 38 or 48 ? (numbers.ElementAtOrDefault(i + 1) == 2 ? 4 : 2) : 0;
        }

        return (colour, bold);
    }

    private static List<int> Numbers(string codes) => [.. codes.Split(';').Select(code => int.TryParse(code, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0)];

    [GeneratedRegex(@"\x1b\[(?<codes>[0-9;]{0,40})m", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ColourCodes();
}
