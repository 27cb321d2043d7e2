namespace BlazorTasks.Tests.Notifications;

/// <summary>What chats get.</summary>
public sealed class WebhookPayloadTests
{
    private static readonly TaskSnapshot Task = new()
    {
        Id = TaskId.Parse("01890000-0000-7000-8000-000000000000", null),
        Name = "Import <all>",
        Label = "a&b.csv",
        Owner = "ada",
        State = TaskState.Failed,
        ErrorMessage = "Row 3 > 2",
    };

    private static readonly TaskMessage Message =
        new(Task, NotificationEvent.Failed, new Uri("https://tasks.example.com"));

    [Fact]
    public void Slack_TextOfTheTask_IsNotReadAsMarkup() =>
        Json.Parse(WebhookPayload.Of(WebhookFormat.Slack, Message)).GetProperty("text").GetString().Should().Be(
            "*Import &lt;all&gt; (a&amp;b.csv) failed*\nRow 3 &gt; 2\nOwner: ada\n" +
            $"<https://tasks.example.com/task/{Task.Id}|Open the task>");

    [Fact]
    public void Teams_IsAnAdaptiveCardWithALink()
    {
        var attachment = Json.Parse(WebhookPayload.Of(WebhookFormat.Teams, Message)).GetProperty("attachments")[0];

        attachment.GetProperty("contentType").GetString().Should().Be("application/vnd.microsoft.card.adaptive");
        var card = attachment.GetProperty("content");
        card.GetProperty("type").GetString().Should().Be("AdaptiveCard");
        card.GetProperty("body")[0].GetProperty("text").GetString().Should().Be("Import <all> (a&b.csv) failed");
        card.GetProperty("actions")[0].GetProperty("url").GetString().Should().Be($"https://tasks.example.com/task/{Task.Id}");
    }
}
