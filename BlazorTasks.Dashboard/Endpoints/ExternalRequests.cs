using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using BlazorTasks.Client;
using BlazorTasks.Dashboard.Endpoints.Mapping;
using BlazorTasks.Forms;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>How far a script is.</summary>
/// <param name="Progress">0 to 100.</param>
/// <param name="Status">What it is doing, in words.</param>
internal sealed record ProgressRequest(double? Progress, string? Status)
{
    public static ProgressRequest Read(JsonMembers body)
    {
        var request = new ProgressRequest(body.Number("progress", 0, 100), body.Text("status", 1_000));
        body.Check();
        return request;
    }
}

/// <summary>A script has done its work.</summary>
/// <param name="Result">What came of it: any JSON.</param>
internal sealed record CompleteRequest(JsonElement? Result)
{
    public static CompleteRequest Read(JsonMembers body)
    {
        var request = new CompleteRequest(body.Any("result"));
        body.Check();
        return request;
    }
}

/// <summary>A script has failed, or has stopped because it was asked to.</summary>
/// <param name="Error">What went wrong, for people.</param>
internal sealed record FailRequest(string Error)
{
    public static FailRequest Read(JsonMembers body)
    {
        var request = new FailRequest(body.Required("error", "Say what went wrong", 8 * 1024));
        body.Check();
        return request;
    }
}

/// <summary>A question of a script to a person.</summary>
/// <param name="Title">The question.</param>
/// <param name="Kind">"confirm" for yes or no, "choice" with choices, "input" with fields; "confirm" if it is left out.</param>
/// <param name="Body">More about it, in Markdown.</param>
/// <param name="Yes">The word on the button that agrees.</param>
/// <param name="No">The word on the button that does not.</param>
/// <param name="Choices">What to choose from.</param>
/// <param name="Fields">The fields of a form.</param>
/// <param name="Default">What is taken when nobody answers in time.</param>
/// <param name="Timeout">How long it can be answered, such as "01:00:00".</param>
internal sealed record PromptRequest(
    string Title,
    [property: AllowedValues(ApiPromptKind.Confirm, ApiPromptKind.Choice, ApiPromptKind.Input)] ApiPromptKind Kind,
    string? Body,
    string? Yes,
    string? No,
    IReadOnlyList<string> Choices,
    IReadOnlyList<ApiField> Fields,
    JsonElement? Default,
    TimeSpan? Timeout)
{
    private const int MaxChoice = 200;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static PromptRequest Read(JsonMembers body, BlazorTasksOptions limits)
    {
        var request = new PromptRequest(
            body.Required("title", "Say what to ask", limits.MaxPromptTitle),
            ReadKind(body),
            body.Text("body", limits.MaxPromptBody),
            body.Text("yes", MaxChoice),
            body.Text("no", MaxChoice),
            body.Texts("choices", limits.MaxPromptChoices, MaxChoice),
            ExternalFields.Read(body, limits.MaxPromptFields),
            body.Any("default"),
            body.Length("timeout", Shortest, limits.MaxPromptTimeout));
        body.Check();
        return request;
    }

    /// <summary>Asks.</summary>
    /// <exception cref="ProblemException">The question makes no sense.</exception>
    public async Task<CommandResult> AskAsync(ExternalSession script)
    {
        var options = new PromptOptions { Body = Body, Yes = Yes ?? PromptOptions.None.Yes, No = No ?? PromptOptions.None.No, Default = DefaultValue, Timeout = Timeout };
        try
        {
            return Kind switch
            {
                ApiPromptKind.Choice => await script.ChooseAsync(Title, [.. Choices.Select(choice => new FieldOption(choice, choice))], options),
                ApiPromptKind.Input => await script.AskAsync(PromptKind.Input, Title, new FormSchema([.. Fields.Select(field => field.ToForm())]), options),
                _ => await script.ConfirmAsync(Title, options),
            };
        }
        catch (ArgumentException error)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Sentence(error), "invalid");
        }
    }

    private object? DefaultValue => Default is { } given ? Kind == ApiPromptKind.Input ? given : Plain(given) : null;

    private static object Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.ToString(),
    };

    private static string Sentence(ArgumentException error)
    {
        var message = error.ParamName is { } name ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : error.Message;
        return message.EndsWith('.') ? message : message + ".";
    }

    private static ApiPromptKind ReadKind(JsonMembers body) => body.Text("kind") switch
    {
        null or "confirm" => ApiPromptKind.Confirm,
        "choice" => ApiPromptKind.Choice,
        "input" => ApiPromptKind.Input,
        _ => body.Wrong<ApiPromptKind>("kind", "This should be confirm, choice or input"),
    };
}
