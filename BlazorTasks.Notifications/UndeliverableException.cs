namespace BlazorTasks.Notifications;

/// <summary>Thrown if a notification was rejected for good, so that it is not tried again.</summary>
/// <param name="message">What was rejected, and why.</param>
/// <param name="cause">The error of the mail server.</param>
internal sealed class UndeliverableException(string message, Exception? cause = null) : Exception(message, cause);
