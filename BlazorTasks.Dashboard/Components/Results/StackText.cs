namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>A stack trace, taken apart: which lines are of the people who wrote the task, and which of the framework under it.</summary>
internal static class StackText
{
    private const string At = "at ";
    private const string In = " in ";

    private static readonly string[] Foreign =
    [
        "System.", "Microsoft.", "lambda_method",
        "BlazorTasks.Execution.", "BlazorTasks.Definitions.", "BlazorTasks.Journal.", "BlazorTasks.Storage.", "BlazorTasks.TaskContext.", "BlazorTasks.MonitoredTask", "BlazorTasks.TaskMonitor.",
    ];

    /// <summary>The frames of a stack trace, in its order. What is no frame, such as "End of stack trace from previous location", is left out.</summary>
    public static IReadOnlyList<StackFrameText> Frames(string stack) =>
        [.. stack.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(At, StringComparison.Ordinal)).Select(line => Read(line[At.Length..]))];

    /// <summary>"System.IO.IOException" as "IOException".</summary>
    public static string ShortType(string type) => type[(type.LastIndexOf('.') + 1)..];

    /// <summary>Everything about an error as plain text, for the clipboard.</summary>
    public static string Whole(TaskError error)
    {
        var text = $"{error.Type}: {error.Message}\n{error.Stack}";
        return error.Inner is { } inner ? $"{text}\n\nCaused by {Whole(inner)}" : text;
    }

    private static StackFrameText Read(string frame)
    {
        var at = frame.IndexOf(In, StringComparison.Ordinal);
        var (call, place) = at < 0 ? (frame, "") : (frame[..at], frame[(at + In.Length)..].Replace(":line ", ":", StringComparison.Ordinal));
        var open = call.IndexOf('(', StringComparison.Ordinal);
        var method = open < 0 ? call : call[..open];
        return new StackFrameText(Short(method), Tail(place), frame, !Array.Exists(Foreign, prefix => method.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>The last two names: the type and the method.</summary>
    private static string Short(string method) => string.Join('.', method.Split('.', StringSplitOptions.RemoveEmptyEntries).TakeLast(2));

    /// <summary>The file and the folder that it lies in.</summary>
    private static string Tail(string place) => string.Join('/', place.Split(['/', '\\']).TakeLast(2));
}

/// <summary>One line of a stack trace.</summary>
/// <param name="Method">Its type and method.</param>
/// <param name="Place">File and line, if they are known.</param>
/// <param name="Whole">The line as it was.</param>
/// <param name="IsOwn">Whether it is not of the framework.</param>
internal sealed record StackFrameText(string Method, string Place, string Whole, bool IsOwn);
