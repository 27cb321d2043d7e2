using System.Net;

namespace BlazorTasks.Notifications;

/// <summary>One message about several tasks.</summary>
internal static class DigestMessage
{
    /// <summary>How many tasks are named; of more, only the number is given.</summary>
    private const int MaxTasks = 50;

    public static string Title(IReadOnlyList<TaskMessage> messages)
    {
        var failed = messages.Count(message => message.Task.State != TaskState.Succeeded);
        return messages is [var only] ? only.Title
            : failed == 0 ? $"{messages.Count} tasks succeeded"
            : $"{failed} of {messages.Count} tasks did not succeed";
    }

    /// <summary>For browsers, which show a few lines.</summary>
    public static PushText Push(string person, IReadOnlyList<TaskMessage> messages) => new(
        Title(messages),
        messages.Count == 1 ? "" : string.Join('\n', messages.Select(message => message.Title)),
        $"history?owner={Uri.EscapeDataString(person)}");

    public static MailText Mail(IReadOnlyList<TaskMessage> messages)
    {
        var more = messages.Count > MaxTasks ? $"And {messages.Count - MaxTasks} more." : null;
        var named = messages.Take(MaxTasks).ToList();
        return new MailText(
            Title(messages),
            string.Join("\n\n", [.. named.Select(Text), .. more is null ? [] : new[] { more }]),
            $"<ul>{string.Concat(named.Select(Html))}</ul>{(more is null ? null : $"<p>{more}</p>")}");
    }

    private static string Text(TaskMessage message) =>
        string.Join('\n', new[] { message.Title, message.Task.ErrorSummary, message.Link?.AbsoluteUri }.OfType<string>());

    private static string Html(TaskMessage message)
    {
        var title = WebUtility.HtmlEncode(message.Title);
        var error = message.Task.ErrorSummary is { } summary ? $"<br>{WebUtility.HtmlEncode(summary)}" : null;
        return message.Link is null
            ? $"<li>{title}{error}</li>"
            : $"<li><a href=\"{WebUtility.HtmlEncode(message.Link.AbsoluteUri)}\">{title}</a>{error}</li>";
    }
}
