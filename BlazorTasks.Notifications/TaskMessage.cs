using System.Text.Json;

namespace BlazorTasks.Notifications;

/// <summary>What a notification about a task says.</summary>
/// <param name="Task">The task.</param>
/// <param name="What">What has happened to it.</param>
/// <param name="PublicUrl">The address of the dashboard, or null if it is not known.</param>
internal sealed record TaskMessage(TaskSnapshot Task, NotificationEvent What, Uri? PublicUrl) : NotificationMessage(PublicUrl)
{
    public override string Page => $"task/{Task.Id}";

    public override string Type => $"task.{Snake(What.ToString())}";

    public override DateTimeOffset At => Task.FinishedAt ?? Task.Prompt?.AskedAt ?? Task.CreatedAt;

    public override object Data => new
    {
        Id = Task.Id.ToString(),
        Task.Name,
        Task.Label,
        Task.Definition,
        Task.Owner,
        State = Snake(Task.State.ToString()),
        Task.Tags,
        Error = What == NotificationEvent.Asked ? null : Task.ErrorSummary,
        Question = What == NotificationEvent.Asked ? Task.Prompt?.Title : null,
        Url = Link,
    };

    public override string Title => What switch
    {
        NotificationEvent.Asked => $"{Name} asks: {Task.Prompt?.Title}",
        NotificationEvent.Succeeded => $"{Name} succeeded",
        NotificationEvent.Failed => $"{Name} failed",
        NotificationEvent.Interrupted => $"{Name} was interrupted",
        NotificationEvent.Slow => $"{Name} is slower than usual",
        NotificationEvent.Cancelled => $"{Name} was cancelled",
        _ => $"{Name} was declined",
    };

    public override IReadOnlyList<string> Details =>
    [
        .. new[]
        {
            What == NotificationEvent.Asked ? Task.Prompt?.Body : Task.ErrorSummary,
            Task.Warnings > 0 ? $"Warnings: {Task.Warnings}" : null,
            Task.Owner is { } owner ? $"Owner: {owner}" : null,
            What == NotificationEvent.Asked && Task.Prompt?.Deadline is { } deadline ? $"Expires: {deadline:yyyy-MM-dd HH:mm} UTC" : null,
        }.OfType<string>(),
    ];

    public override string LinkText => What == NotificationEvent.Asked ? "Answer" : "Open the task";

    private string Name => Task.Label is { Length: > 0 } label ? $"{Task.Name} ({label})" : Task.Name;

    private static string Snake(string value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value);
}
