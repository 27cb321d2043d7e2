namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// The latest events of all tasks, numbered without gaps, so that briefly disconnected clients can catch up. Limited in
/// number and size.
/// </summary>
internal sealed class RecentMessages(int most, long mostBytes)
{
    private readonly LiveMessage[] _ring = new LiveMessage[most];
    private long _first = 1;
    private long _bytes;

    /// <summary>Gets the number of the latest event, or 0 if there is none.</summary>
    public long Last { get; private set; }

    public void Add(LiveMessage message)
    {
        while (_first <= Last && (Last - _first + 1 == most || _bytes + message.Json.Length > mostBytes))
        {
            ref var oldest = ref _ring[_first++ % most];
            _bytes -= oldest.Json.Length;
            oldest = null!;
        }

        Last = message.Number;
        _ring[Last % most] = message;
        _bytes += message.Json.Length;
    }

    /// <summary>Returns whether all events after a number are available.</summary>
    public bool IsKept(long number) => number >= _first - 1 && number <= Last;

    /// <summary>Returns the events after a number, or null if some are no longer available or the number is unknown.</summary>
    public List<LiveMessage>? Since(long number, LiveClient client)
    {
        if (!IsKept(number))
        {
            return null;
        }

        var found = new List<LiveMessage>();
        for (var next = number + 1; next <= Last; next++)
        {
            if (_ring[next % most] is var message && client.Receives(message))
            {
                found.Add(message);
            }
        }

        return found;
    }
}
