using Microsoft.AspNetCore.SignalR;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// How long a message from a page to its circuit may be. The framework's 32 KB would break the connection of whoever fills
/// in as much text as an input or an answer may hold.
/// </summary>
internal sealed class CircuitMessageLimit
{
    /// <summary>As JSON a character takes up to four bytes, rare ones aside.</summary>
    private const int BytesForEach = 4;

    /// <summary>What is sent with the text of a field.</summary>
    private const int Beside = 32 * 1024;

    private long _bytes;

    /// <summary>Makes room for the longest text that is accepted.</summary>
    public void Fit(BlazorTasksOptions options) => _bytes = ((long)BytesForEach * Math.Max(options.MaxInputBytes, options.MaxAnswerBytes)) + Beside;

    /// <summary>Raises the limit of the circuits. A host that allows more, or any length, keeps its own.</summary>
    public void Apply(HubOptions options)
    {
        if (options.MaximumReceiveMessageSize < _bytes)
        {
            options.MaximumReceiveMessageSize = _bytes;
        }
    }
}
