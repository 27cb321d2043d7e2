namespace BlazorTasks;

/// <summary>Rules for text that comes from task code: how it is truncated, and how identifiers become titles.</summary>
internal static class Text
{
    /// <summary>The maximum length of a task name, label or step name, in characters. They appear in every list.</summary>
    public const int MaxName = 200;

    /// <summary>The maximum length of a status text, in characters.</summary>
    public const int MaxStatus = 1_000;

    /// <summary>The maximum length of the last log line in a snapshot, in characters.</summary>
    public const int MaxLastLine = 200;

    /// <summary>Truncates text that is too long and appends a note.</summary>
    public static string Truncate(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length - end:N0} more characters truncated)");
    }

    /// <summary>Converts "batchSize" or "BatchSize" to "Batch size".</summary>
    public static string Humanize(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is '_' or '-')
            {
                words.Append(' ');
            }
            else if (i > 0 && char.IsUpper(c) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                words.Append(' ').Append(NextIsUpper(name, i) ? c : char.ToLowerInvariant(c));
            }
            else
            {
                words.Append(i == 0 ? char.ToUpperInvariant(c) : c);
            }
        }

        return words.ToString();
    }

    /// <summary>
    /// Converts "Import customers" to "import-customers", the name of a definition in the API and in URLs. Letters of all
    /// scripts are preserved, so that "导入 CSV" and "导出 CSV" differ. Only Latin letters lose their accents.
    /// </summary>
    public static string KebabCase(string title)
    {
        var kebab = new StringBuilder(title.Length);
        foreach (var rune in title.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (IsMark(rune) && kebab.Length > 0 && kebab[^1] != '-'))
            {
                kebab.Append(Plain(Rune.ToLowerInvariant(rune)));
            }
            else if (kebab.Length > 0 && kebab[^1] != '-')
            {
                kebab.Append('-');
            }
        }

        return kebab.ToString().TrimEnd('-').Normalize(NormalizationForm.FormC);
    }

    /// <summary>Replaces a letter whose base is one of a to z with that base. Returns any other letter unchanged.</summary>
    private static string Plain(Rune rune)
    {
        var letter = rune.ToString();
        var parts = letter.Normalize(NormalizationForm.FormD);
        return parts.Length > 1 && char.IsAsciiLetter(parts[0]) ? parts[..1] : letter;
    }

    /// <summary>Combining marks are preserved with the preceding letter: in many scripts, removing them changes the word.</summary>
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool NextIsUpper(string name, int i) => i + 1 < name.Length && char.IsUpper(name[i + 1]);
}
