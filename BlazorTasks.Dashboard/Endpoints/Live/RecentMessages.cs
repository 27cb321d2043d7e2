namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>The newest events of all tasks, numbered without gaps, so that a client that was away for a moment misses none. Bounded in number and bytes.</summary>
internal sealed class RecentMessages(int most, long mostBytes)
{
    private readonly LiveMessage[] _ring = new LiveMessage[most];
    private long _first = 1;
    private long _bytes;

    /// <summary>The number of the newest; 0 if there was none yet.</summary>
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

    /// <summary>Whether all that follows a number is here.</summary>
    public bool IsKept(long number) => number >= _first - 1 && number <= Last;

    /// <summary>Those after a number, or null if some of them are gone, or if there never was such a number.</summary>
    public List<LiveMessage>? Since(long number, LiveFilter filter)
    {
        if (!IsKept(number))
        {
            return null;
        }

        var found = new List<LiveMessage>();
        for (var next = number + 1; next <= Last; next++)
        {
            if (_ring[next % most] is var message && filter.Matches(message))
            {
                found.Add(message);
            }
        }

        return found;
    }
}
