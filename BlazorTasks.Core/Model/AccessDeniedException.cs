namespace BlazorTasks;

/// <summary>Thrown if a person is not allowed to do something. The message is a sentence for them.</summary>
/// <param name="message">What is not allowed, and who may do it.</param>
public class AccessDeniedException(string message) : Exception(message)
{
    internal const string NoLongerAllowed = "You no longer have access. Sign in again.";
}
