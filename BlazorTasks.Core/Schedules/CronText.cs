using Cronos;

namespace BlazorTasks.Schedules;

/// <summary>Parses cron expressions, and says which field is wrong and why.</summary>
internal static class CronText
{
    public const int MaxLength = 200;

    private static readonly (string Name, int Min, int Max, string Names)[] Fields =
    [
        ("second", 0, 59, ""),
        ("minute", 0, 59, ""),
        ("hour", 0, 23, ""),
        ("day of the month", 1, 31, ""),
        ("month", 1, 12, ", or JAN to DEC"),
        ("day of the week", 0, 7, " (0 and 7 are Sunday), or SUN to SAT"),
    ];

    /// <exception cref="FormatException">The expression is invalid. The message says which field and why.</exception>
    public static CronExpression Parse(string text)
    {
        var fields = FieldsOf(text);
        if (text.Length > MaxLength || (fields.Length is not (5 or 6) && !text.TrimStart().StartsWith('@')))
        {
            throw new FormatException(text.Length > MaxLength
                ? $"The cron expression must be at most {MaxLength} characters long."
                : $"\"{text}\" has {fields.Length} {(fields.Length == 1 ? "field" : "fields")}. A cron expression has 5 " +
                    "(minute, hour, day of the month, month, day of the week), or 6 with seconds first.");
        }

        try
        {
            return CronExpression.Parse(text, fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException error)
        {
            throw new FormatException(WhatIsWrong(fields) ?? $"\"{text}\" is not a cron expression. {error.Message}", error);
        }
    }

    public static string[] FieldsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string? WhatIsWrong(string[] given) => (
        from pair in given.Zip(given.Length == 6 ? Fields : Fields[1..])
        from number in NumbersOf(pair.First)
        where number < pair.Second.Min || number > pair.Second.Max
        select $"The {pair.Second.Name} is {number}, but must be between {pair.Second.Min} and {pair.Second.Max}{pair.Second.Names}.")
        .FirstOrDefault();

    /// <summary>Returns the numbers of a field, without those after "/" and "#", which are steps and counts.</summary>
    private static IEnumerable<int> NumbersOf(string field) =>
        from item in field.Split(',')
        from part in item.Split('/', '#')[0].Split('-')
        where int.TryParse(part.TrimEnd('L', 'W', 'l', 'w'), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select int.Parse(part.TrimEnd('L', 'W', 'l', 'w'), CultureInfo.InvariantCulture);
}
