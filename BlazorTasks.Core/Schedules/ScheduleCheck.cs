using BlazorTasks.Definitions;
using BlazorTasks.Execution;
using BlazorTasks.Secrets;

namespace BlazorTasks.Schedules;

/// <summary>Validates settings, with messages by field name as in the API.</summary>
internal sealed class ScheduleCheck(TaskRuntime runtime, TaskCatalog catalog)
{
    private const int MaxTitle = 100;

    /// <summary>Validates settings that someone enters.</summary>
    /// <param name="settings">The settings. Secrets in the input may be encrypted.</param>
    /// <param name="calendars">The holiday calendars.</param>
    /// <returns>The messages by field, and the settings with encrypted secrets if there are none.</returns>
    public (Dictionary<string, string> Errors, ScheduleSettings Settings) Check(
        ScheduleSettings settings,
        IReadOnlyList<HolidayCalendar> calendars)
    {
        var errors = new Dictionary<string, string>();
        CheckRule(settings.Rule, calendars, errors);
        CheckPolicies(settings, errors);
        var input = CheckInput(settings, errors);
        return (errors, settings with { Input = input });
    }

    /// <summary>Returns why a stored schedule can no longer run, as a sentence, or null.</summary>
    public string? WhyNot(ScheduleSettings settings, IReadOnlyList<HolidayCalendar> calendars)
    {
        var errors = new Dictionary<string, string>();
        CheckInput(settings, errors);
        CheckZoneAndCalendar(settings.Rule, calendars, errors);
        return errors.Count == 0
            ? null
            : string.Join(' ', errors.Select(error => error.Key.StartsWith("input.", StringComparison.Ordinal)
                ? $"The input no longer fits the definition: {error.Key["input.".Length..]}: {error.Value}"
                : error.Value));
    }

    /// <summary>Returns the calendar of a rule, or null.</summary>
    public static HolidayCalendar? CalendarOf(ScheduleRule rule, IReadOnlyList<HolidayCalendar> calendars) =>
        rule.Calendar is { } name ? calendars.FirstOrDefault(calendar => calendar.Name == name) : null;

    private void CheckRule(ScheduleRule rule, IReadOnlyList<HolidayCalendar> calendars, Dictionary<string, string> errors)
    {
        var kinds = new[] { rule.Cron is not null, rule.Every is not null, rule.Dates.Count > 0 }.Count(given => given);
        if (kinds != 1)
        {
            errors["cron"] = kinds == 0
                ? "Specify when it is due: cron, every or dates."
                : "Specify only one of cron, every and dates.";
        }

        if (rule.Dates.Count > ScheduleRule.MaxDates)
        {
            errors["dates"] = $"Specify at most {ScheduleRule.MaxDates:N0} dates.";
        }

        if (rule.FromLastEnd && rule.Every is null)
        {
            errors["from_last_end"] = "Only an interval (every) can be counted from the end of the previous run.";
        }

        if (rule.EndsAt <= rule.StartsAt)
        {
            errors["ends_at"] = "The end must be after the start.";
        }

        if (rule.Jitter < TimeSpan.Zero || rule.Jitter > TimeSpan.FromHours(24))
        {
            errors["jitter"] = "The jitter must be between 00:00:00 and 24 hours.";
        }

        CheckZoneAndCalendar(rule, calendars, errors);
        if (errors.Count == 0)
        {
            CheckFires(rule, CalendarOf(rule, calendars), errors);
        }
    }

    private static void CheckZoneAndCalendar(
        ScheduleRule rule,
        IReadOnlyList<HolidayCalendar> calendars,
        Dictionary<string, string> errors)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(rule.TimeZone, out _))
        {
            errors["time_zone"] = $"The time zone \"{rule.TimeZone}\" does not exist. Use a name such as \"Europe/Berlin\".";
        }

        if (rule.Calendar is { } name && CalendarOf(rule, calendars) is null)
        {
            errors["calendar"] = $"The holiday calendar \"{name}\" does not exist.";
        }
    }

    private void CheckFires(ScheduleRule rule, HolidayCalendar? calendar, Dictionary<string, string> errors)
    {
        var field = rule.Cron is not null ? "cron" : rule.Every is not null ? "every" : "dates";
        try
        {
            if (new Occurrences(rule, calendar).Next(runtime.Time.GetUtcNow()) is null)
            {
                errors[field] = rule.Cron is { } cron && new Occurrences(new ScheduleRule { Cron = cron }).Next(default) is null
                    ? $"\"{cron}\" never fires: there is no such day in any year."
                    : "It never fires: no occurrence is left between now and its end.";
            }
        }
        catch (FormatException error)
        {
            errors[field] = error.Message;
        }
    }

    private static void CheckPolicies(ScheduleSettings settings, Dictionary<string, string> errors)
    {
        Check(
            settings.Title is null or { Length: > 0 and <= MaxTitle },
            "title",
            $"The title must be between 1 and {MaxTitle} characters long.");
        Check(
            settings.MissedLimit is >= 1 and <= ScheduleSettings.MaxMissedLimit,
            "missed_limit",
            $"The limit must be between 1 and {ScheduleSettings.MaxMissedLimit}.");
        Check(settings.Unanswered != OnMissed.Ask, "unanswered", "If nobody answers, asking again does not help: use once, all or none.");
        Check(
            settings.AskFor > TimeSpan.Zero && settings.AskFor <= TimeSpan.FromDays(7),
            "ask_for",
            "The time must be between 1 second and 7 days.");
        Check(
            settings.AutoPauseAfter is null or (>= 1 and <= 100),
            "auto_pause_after",
            "The number of failures must be between 1 and 100.");
        Check(settings.MaxAttempts is null or (>= 1 and <= 1_000), "max_attempts", "The number of attempts must be between 1 and 1,000.");
        Check(settings.Timeout is null or { Ticks: > 0 }, "timeout", "The timeout must be greater than zero.");
        Check(settings.Owner is null or { Length: > 0 and <= StartOptions.MaxOwnerLength }, "owner", "The owner's name is too long.");
        Check(
            settings.Tags.Count <= StartOptions.MaxTags
                && settings.Tags.All(tag => !string.IsNullOrWhiteSpace(tag) && tag.Length <= StartOptions.MaxTagLength),
            "tags",
            $"A task can have at most {StartOptions.MaxTags} tags of 1 to {StartOptions.MaxTagLength} characters each.");

        void Check(bool isRight, string field, string message)
        {
            if (!isRight)
            {
                errors[field] = message;
            }
        }
    }

    /// <summary>Validates the definition and its input.</summary>
    /// <returns>The input with its secrets encrypted.</returns>
    private JsonElement? CheckInput(ScheduleSettings settings, Dictionary<string, string> errors)
    {
        if (catalog.Find(settings.Definition) is not { } definition)
        {
            errors["definition"] = catalog.WhyMissing(settings.Definition);
            return settings.Input;
        }

        try
        {
            var given = settings.Input is { ValueKind: JsonValueKind.Object } input
                ? SecretFields.Reveal(definition.Form, input, runtime.Secrets, secret => secret)
                : settings.Input;
            var reading = definition.Form.Read(given, runtime.Uploads);
            foreach (var (field, message) in reading.Errors)
            {
                errors[field.Length == 0 ? "input" : $"input.{field}"] = message;
            }

            if (reading.IsValid && StartProblem(reading.Input) is { } problem)
            {
                errors["input"] = problem;
            }

            return reading.IsValid ? SecretFields.Protect(definition.Form, reading.Input, runtime.Secrets) : settings.Input;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            errors["input"] = "The input contains a secret whose key no longer exists. Enter it again.";
            return settings.Input;
        }
    }

    private string? StartProblem(JsonElement input) =>
        !TaskJson.IsShallow(input) ? $"The input is nested deeper than {TaskJson.MaxDepth} levels."
        : input.GetRawText().Length > runtime.Options.MaxInputBytes
        ? $"The input is larger than {runtime.Options.MaxInputBytes:N0} bytes."
        : null;
}
