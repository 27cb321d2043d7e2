namespace BlazorTasks.Notifications;

/// <summary>What an e-mail says.</summary>
/// <param name="Title">Its subject.</param>
/// <param name="Text">It as plain text.</param>
/// <param name="Html">It as HTML.</param>
internal sealed record MailText(string Title, string Text, string Html);
