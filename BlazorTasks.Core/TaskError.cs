namespace BlazorTasks;

/// <summary>An exception as it is kept: what a person reads, and what a developer needs to find the cause.</summary>
/// <param name="Type">The exception's full type name.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stack">Its stack trace, if it was thrown.</param>
/// <param name="Inner">The exception that caused it.</param>
public sealed record TaskError(string Type, string Message, string? Stack = null, TaskError? Inner = null)
{
    private const int MaxDepth = 8;
    private const int MaxText = 32 * 1024;

    /// <summary>Captures an exception with its causes, each text cut at 32 KB (RELIABILITY §3.6) and the chain at 8.</summary>
    public static TaskError From(Exception exception) => From(exception, MaxDepth);

    private static TaskError From(Exception exception, int depth)
    {
        var inner = exception is AggregateException { InnerExceptions: [var only] } ? only : exception.InnerException;
        return new TaskError(
            exception.GetType().FullName ?? exception.GetType().Name,
            Text.Cut(exception.Message, MaxText),
            exception.StackTrace is { } stack ? Text.Cut(stack, MaxText) : null,
            inner is null || depth == 0 ? null : From(inner, depth - 1));
    }
}
