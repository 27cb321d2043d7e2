using System.Text.Json;
using BlazorTasks.Forms;

namespace BlazorTasks.Prompts;

/// <summary>What a question may be (RELIABILITY §3.6). A mistake in it is the task's own, and told to its author.</summary>
internal static class PromptLimits
{
    public static void Check(string title, FormSchema form, PromptOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(form);
        Limit(title.Length, PromptOptions.MaxTitle, "characters in the title");
        Limit(options.Body?.Length ?? 0, PromptOptions.MaxBody, "characters in the body");
        Limit(form.Fields.Count, PromptOptions.MaxFields, "fields");
        Limit(form.Fields.Select(field => field.Options.Count).DefaultIfEmpty().Max(), PromptOptions.MaxChoices, "things to choose from");
        if (form.Fields.Count == 0 || form.Fields.Any(field => field.Type is FieldType.Choice && field.Options.Count == 0))
        {
            throw new ArgumentException($"\"{title}\" leaves nothing to answer: a form needs a field, and a choice something to choose from.", nameof(form));
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > PromptOptions.MaxTimeout)
        {
            throw new ArgumentException($"The timeout of \"{title}\" is {options.Timeout}; it should be more than nothing and at most {PromptOptions.MaxTimeout.TotalDays:0} days.", nameof(options));
        }
    }

    /// <summary>The default as an answer in normal form.</summary>
    /// <exception cref="ArgumentException">It does not fit the form.</exception>
    public static JsonElement? DefaultOf(PromptKind kind, FormSchema form, object? value, UploadStore? uploads)
    {
        if (value is null)
        {
            return null;
        }

        var given = kind == PromptKind.Input ? JsonSerializer.SerializeToElement(value, value.GetType(), TaskJson.Options) : PromptForms.Answer(value);
        var reading = form.Read(given, uploads);
        return reading.IsValid
            ? reading.Input
            : throw new ArgumentException($"The default answer does not fit the form: {string.Join("; ", reading.Errors.Select(error => $"{error.Key}: {error.Value}"))}", nameof(value));
    }

    private static void Limit(int count, int most, string what)
    {
        if (count > most)
        {
            throw new ArgumentException($"A question has at most {most:N0} {what}, not {count:N0}.", nameof(count));
        }
    }
}
