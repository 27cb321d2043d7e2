namespace BlazorTasks.Cluster;

/// <summary>
/// The commands that this node carries out or has carried out, so that none is carried out twice: one that was delivered is
/// found in the store as well, and a look that began before a reply was stored finds the command without it.
/// </summary>
internal sealed class ReceivedCommands
{
    /// <summary>Longer than any look into the store takes.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, bool> _numbers = new();
    private readonly Queue<(long Number, long At)> _replied = new();

    /// <summary>Adds a command.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(long number) => _numbers.TryAdd(number, true);

    /// <summary>A command could not be carried out, or its reply not be stored. It is carried out when it is found again.</summary>
    public void Remove(long number) => _numbers.TryRemove(number, out _);

    /// <summary>The reply to a command is stored, so that it will soon not be found any more.</summary>
    public void OnReplied(long number)
    {
        lock (_replied)
        {
            _replied.Enqueue((number, TimeProvider.System.GetTimestamp()));
            while (_replied.TryPeek(out var first) && TimeProvider.System.GetElapsedTime(first.At) > Remembered)
            {
                _numbers.TryRemove(_replied.Dequeue().Number, out _);
            }
        }
    }
}
