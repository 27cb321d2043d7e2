namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>Parses a stack trace into frames of the task's own code and of the framework.</summary>
internal static class StackText
{
    private const string At = "at ";
    private const string In = " in ";

    private static readonly string[] FrameworkPrefixes =
    [
        "System.", "Microsoft.", "lambda_method",
        "BlazorTasks.Execution.", "BlazorTasks.Definitions.", "BlazorTasks.Journal.", "BlazorTasks.Storage.",
        "BlazorTasks.TaskContext.", "BlazorTasks.MonitoredTask", "BlazorTasks.TaskMonitor.",
    ];

    /// <summary>The frames of a stack trace. Other lines, such as "End of stack trace from previous location", are omitted.</summary>
    public static IReadOnlyList<StackFrameText> Frames(string stack) =>
        [.. stack.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(At, StringComparison.Ordinal)).Select(line => Read(line[At.Length..]))];

    /// <summary>"System.IO.IOException" as "IOException".</summary>
    public static string ShortType(string type) => type[(type.LastIndexOf('.') + 1)..];

    /// <summary>An error with its inner errors as plain text, for the clipboard.</summary>
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
        return new StackFrameText(Short(method), Tail(place), frame, !Array.Exists(FrameworkPrefixes, prefix => method.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>The last two parts of the name: type and method.</summary>
    private static string Short(string method) => string.Join('.', method.Split('.', StringSplitOptions.RemoveEmptyEntries).TakeLast(2));

    /// <summary>The file name with its folder.</summary>
    private static string Tail(string place) => string.Join('/', place.Split(['/', '\\']).TakeLast(2));
}

/// <summary>One line of a stack trace.</summary>
/// <param name="Method">Type and method.</param>
/// <param name="Place">File and line, if known.</param>
/// <param name="Whole">The original line.</param>
/// <param name="IsOwn">Whether it is not part of the framework.</param>
internal sealed record StackFrameText(string Method, string Place, string Whole, bool IsOwn);
