using Microsoft.AspNetCore.SignalR;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Sets the maximum size of a message from a page to its circuit. With the framework's default of 32 KB, the connection would
/// break for input or answers of the maximum length.
/// </summary>
internal sealed class CircuitMessageLimit
{
    /// <summary>In JSON, a character takes up to four bytes, apart from rare ones.</summary>
    private const int BytesForEach = 4;

    /// <summary>The overhead that is sent with the text of a field.</summary>
    private const int Beside = 32 * 1024;

    private long _bytes;

    /// <summary>Returns the size needed for the longest accepted text.</summary>
    public void Fit(BlazorTasksOptions options) =>
        _bytes = ((long)BytesForEach * Math.Max(options.MaxInputBytes, options.MaxAnswerBytes)) + Beside;

    /// <summary>Raises the limit of the circuits. If the host allows more, or has no limit, its setting is kept.</summary>
    public void Apply(HubOptions options)
    {
        if (options.MaximumReceiveMessageSize < _bytes)
        {
            options.MaximumReceiveMessageSize = _bytes;
        }
    }
}
