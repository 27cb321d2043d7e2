using BlazorTasks.Forms;

namespace BlazorTasks.Prompts;

/// <summary>Validates prompts. Errors are reported to the task's author as exceptions.</summary>
internal static class PromptLimits
{
    /// <summary>A default answer cannot contain files: nobody would upload them.</summary>
    private static readonly JsonSerializerOptions ForDefaults =
        FormBinder.ForWriting(file => throw new ArgumentException($"A default answer cannot contain a file ({file.Name}).", nameof(file)));

    /// <summary>Validates a prompt.</summary>
    /// <returns>The timeout of the prompt.</returns>
    /// <exception cref="ArgumentException">The prompt is invalid. The message explains why.</exception>
    public static TimeSpan Check(string title, FormSchema form, PromptOptions options, BlazorTasksOptions limits)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(form);
        Limit(title.Length, limits.MaxPromptTitle, "characters in the title");
        Limit(options.Body?.Length ?? 0, limits.MaxPromptBody, "characters in the body");
        Limit(form.AllFields.Count(), limits.MaxPromptFields, "fields");
        Limit(form.AllFields.Select(field => field.Options.Count).DefaultIfEmpty().Max(), limits.MaxPromptChoices, "choices");
        if (form.Fields.Count == 0 || form.AllFields.Any(LeavesNothing))
        {
            throw new ArgumentException(
                $"The prompt \"{title}\" cannot be answered: a form needs at least one field, and a choice at least one option.",
                nameof(form));
        }

        var timeout = options.Timeout ?? limits.PromptTimeout;
        return timeout > TimeSpan.Zero && timeout <= limits.MaxPromptTimeout
            ? timeout
            : throw new ArgumentException(
                $"The timeout of \"{title}\" is {timeout}; it must be greater than zero and at most " +
                $"{limits.MaxPromptTimeout.TotalDays:0.##} days.",
                nameof(options));
    }

    /// <summary>Validates a prompt and returns it as it is asked, without an id, and how long it stays open.</summary>
    /// <exception cref="ArgumentException">The prompt or its default is invalid. The message explains why.</exception>
    public static (Prompt Draft, TimeSpan Timeout) Draft(
        PromptKind kind, string title, FormSchema form, PromptOptions? options, BlazorTasksOptions limits, UploadStore? uploads)
    {
        options ??= PromptOptions.None;
        var timeout = Check(title, form, options, limits);
        var draft = new Prompt("", kind, title)
        {
            Body = options.Body,
            Form = form,
            For = options.For,
            Default = DefaultOf(kind, form, options.Default, uploads),
        };
        return (draft, timeout);
    }

    /// <summary>Returns the default as a normalized answer.</summary>
    /// <exception cref="ArgumentException">The default is invalid.</exception>
    private static JsonElement? DefaultOf(PromptKind kind, FormSchema form, object? value, UploadStore? uploads)
    {
        if (value is null)
        {
            return null;
        }

        var given = kind == PromptKind.Input
            ? JsonSerializer.SerializeToElement(value, value.GetType(), ForDefaults)
            : PromptForms.Answer(value);
        var reading = form.Read(given, uploads);
        return reading.IsValid
            ? reading.Input
            : throw new ArgumentException(
                $"The default answer is invalid: {string.Join("; ", reading.Errors.Select(error => $"{error.Key}: {error.Value}"))}",
                nameof(value));
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
            throw new ArgumentException($"A prompt can have at most {most:N0} {what}, but has {count:N0}.", nameof(count));
        }
    }
}
