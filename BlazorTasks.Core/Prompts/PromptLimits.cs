using System.Text.Json;
using BlazorTasks.Forms;

namespace BlazorTasks.Prompts;

/// <summary>What a question may be (RELIABILITY §3.6). A mistake in it is the task's own, and told to its author.</summary>
internal static class PromptLimits
{
    /// <summary>A default has no file of its own: nobody uploads one in time.</summary>
    private static readonly JsonSerializerOptions ForDefaults =
        FormBinder.ForWriting(file => throw new ArgumentException($"A default answer cannot hold the file {file.Name}.", nameof(file)));

    /// <summary>Checks a question.</summary>
    /// <returns>How long it can be answered.</returns>
    /// <exception cref="ArgumentException">It is not allowed; the message says why.</exception>
    public static TimeSpan Check(string title, FormSchema form, PromptOptions options, BlazorTasksOptions limits)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(form);
        Limit(title.Length, limits.MaxPromptTitle, "characters in the title");
        Limit(options.Body?.Length ?? 0, limits.MaxPromptBody, "characters in the body");
        Limit(form.AllFields.Count(), limits.MaxPromptFields, "fields");
        Limit(form.AllFields.Select(field => field.Options.Count).DefaultIfEmpty().Max(), limits.MaxPromptChoices, "things to choose from");
        if (form.Fields.Count == 0 || form.AllFields.Any(LeavesNothing))
        {
            throw new ArgumentException($"\"{title}\" leaves nothing to answer: a form needs a field, and a choice something to choose from.", nameof(form));
        }

        var timeout = options.Timeout ?? limits.PromptTimeout;
        return timeout > TimeSpan.Zero && timeout <= limits.MaxPromptTimeout
            ? timeout
            : throw new ArgumentException($"The timeout of \"{title}\" is {timeout}; it should be more than nothing and at most {limits.MaxPromptTimeout.TotalDays:0.##} days.", nameof(options));
    }

    /// <summary>The default as an answer in normal form.</summary>
    /// <exception cref="ArgumentException">It does not fit the form.</exception>
    public static JsonElement? DefaultOf(PromptKind kind, FormSchema form, object? value, UploadStore? uploads)
    {
        if (value is null)
        {
            return null;
        }

        var given = kind == PromptKind.Input ? JsonSerializer.SerializeToElement(value, value.GetType(), ForDefaults) : PromptForms.Answer(value);
        var reading = form.Read(given, uploads);
        return reading.IsValid
            ? reading.Input
            : throw new ArgumentException($"The default answer does not fit the form: {string.Join("; ", reading.Errors.Select(error => $"{error.Key}: {error.Value}"))}", nameof(value));
    }

    private static bool LeavesNothing(FormField field) => field.Type switch
    {
        FieldType.Choice => field.Options.Count == 0,
        FieldType.Group or FieldType.Rows => field.Fields.Count == 0,
        _ => false,
    };

    private static void Limit(int count, int most, string what)
    {
        if (count > most)
        {
            throw new ArgumentException($"A question has at most {most:N0} {what}, not {count:N0}.", nameof(count));
        }
    }
}
