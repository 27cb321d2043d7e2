namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>
/// A schedule while someone edits it: as text, so that nothing typed is lost, whether it is valid or not. Times are in the
/// time zone of the schedule.
/// </summary>
public sealed class ScheduleDraft
{
    /// <summary>The id of a new schedule.</summary>
    public string? Id { get; set; }

    /// <summary>The display name.</summary>
    public string? Title { get; set; }

    /// <summary>When it is due.</summary>
    public RuleDraft Rule { get; set; } = new();

    /// <inheritdoc cref="ScheduleSettings.Missed" />
    public OnMissed Missed { get; set; }

    /// <inheritdoc cref="ScheduleSettings.MissedLimit" />
    public string? MissedLimit { get; set; } = "10";

    /// <inheritdoc cref="ScheduleSettings.AskFor" />
    public string? AskFor { get; set; } = "4h";

    /// <inheritdoc cref="ScheduleSettings.Unanswered" />
    public OnMissed Unanswered { get; set; }

    /// <inheritdoc cref="ScheduleSettings.Overlap" />
    public OnOverlap Overlap { get; set; }

    /// <inheritdoc cref="ScheduleSettings.AutoPauseAfter" />
    public string? AutoPauseAfter { get; set; }

    /// <inheritdoc cref="ScheduleSettings.Owner" />
    public string? Owner { get; set; }

    /// <inheritdoc cref="ScheduleSettings.Priority" />
    public int Priority { get; set; }

    /// <summary>The tags, separated by commas.</summary>
    public string? Tags { get; set; }

    /// <inheritdoc cref="ScheduleSettings.Timeout" />
    public string? Timeout { get; set; }

    /// <inheritdoc cref="ScheduleSettings.MaxAttempts" />
    public string? MaxAttempts { get; set; }

    /// <summary>The draft of existing settings.</summary>
    public static ScheduleDraft Of(ScheduleSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ScheduleDraft
        {
            Title = settings.Title,
            Rule = RuleDraft.Of(settings.Rule),
            Missed = settings.Missed,
            MissedLimit = Text(settings.MissedLimit),
            AskFor = DurationFilter.Write(settings.AskFor),
            Unanswered = settings.Unanswered,
            Overlap = settings.Overlap,
            AutoPauseAfter = Text(settings.AutoPauseAfter),
            Owner = settings.Owner,
            Priority = settings.Priority,
            Tags = string.Join(", ", settings.Tags),
            Timeout = settings.Timeout is { } timeout ? DurationFilter.Write(timeout) : null,
            MaxAttempts = Text(settings.MaxAttempts),
        };
    }

    /// <summary>Reads what was entered.</summary>
    /// <param name="definition">The name of the definition.</param>
    /// <param name="input">The input.</param>
    /// <returns>The settings, and a message for each field that cannot be read, by its name in the API.</returns>
    internal (ScheduleSettings Settings, Dictionary<string, string> Errors) Read(string definition, JsonElement? input)
    {
        var errors = new Dictionary<string, string>();
        var settings = new ScheduleSettings
        {
            Title = string.IsNullOrWhiteSpace(Title) ? null : Title.Trim(),
            Definition = definition,
            Input = input,
            Rule = Rule.Read(errors),
            Missed = Missed,
            MissedLimit = Number("missed_limit", MissedLimit, errors) ?? 10,
            AskFor = Duration("ask_for", AskFor, errors) ?? TimeSpan.FromHours(4),
            Unanswered = Unanswered,
            Overlap = Overlap,
            AutoPauseAfter = Number("auto_pause_after", AutoPauseAfter, errors),
            Owner = string.IsNullOrWhiteSpace(Owner) ? null : Owner.Trim(),
            Priority = Priority,
            Tags = [.. (Tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()],
            Timeout = Duration("timeout", Timeout, errors),
            MaxAttempts = Number("max_attempts", MaxAttempts, errors),
        };
        return (settings, errors);
    }

    /// <summary>The draft as it is kept in the browser.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>A draft that was kept in the browser, or null if it is none.</summary>
    public static ScheduleDraft? FromJson(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<ScheduleDraft>(json);
        }
        catch (JsonException)
        {
            return null; // of another version
        }
    }

    internal static int? Number(string field, string? text, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        errors[field] = "Enter a whole number.";
        return null;
    }

    internal static TimeSpan? Duration(string field, string? text, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (DurationFilter.Read(text) is { } duration)
        {
            return duration;
        }

        errors[field] = "Enter a duration such as 30s, 5min or 2h.";
        return null;
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
