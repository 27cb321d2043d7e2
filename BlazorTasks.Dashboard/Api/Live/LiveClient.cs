using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace BlazorTasks.Dashboard.Api.Live;

/// <summary>One client, and what it has yet to be told. Messages are shared; only their order is its own. Who falls too far behind is let go.</summary>
internal sealed class LiveClient
{
    /// <summary>The most messages that wait for a client.</summary>
    public const int MaxMessages = 1_000;

    /// <summary>With this many bytes waiting a client is not given more. The last message may go beyond.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Channel<LiveMessage> _queue = Channel.CreateUnbounded<LiveMessage>(new UnboundedChannelOptions { SingleReader = true });
    private volatile bool _isOverrun;
    private int _messages;
    private long _bytes;

    private LiveClient(TaskId? task, LiveFilter filter) => (Task, Filter) = (task, filter);

    /// <summary>The one task that it follows, or null for all that match its filter.</summary>
    public TaskId? Task { get; }

    public LiveFilter Filter { get; }

    public static LiveClient Of(TaskId task) => new(task, LiveFilter.None);

    public static LiveClient Of(LiveFilter filter) => new(null, filter);

    public void Offer(LiveMessage message)
    {
        var isLate = Interlocked.Increment(ref _messages) > MaxMessages;
        var before = Interlocked.Add(ref _bytes, message.Json.Length) - message.Json.Length;
        if (isLate || before >= MaxBytes)
        {
            _isOverrun = true;
            _queue.Writer.TryComplete();
        }
        else
        {
            _queue.Writer.TryWrite(message);
        }
    }

    /// <summary>Waits until there is something to tell.</summary>
    /// <exception cref="StreamEndedException">The client has fallen too far behind.</exception>
    public async ValueTask WaitAsync(CancellationToken stop)
    {
        if (_isOverrun || !await _queue.Reader.WaitToReadAsync(stop))
        {
            throw StreamEndedException.SlowConsumer();
        }
    }

    public bool TryTake([NotNullWhen(true)] out LiveMessage? message)
    {
        message = null;
        if (_isOverrun || !_queue.Reader.TryRead(out message))
        {
            return false;
        }

        Interlocked.Decrement(ref _messages);
        Interlocked.Add(ref _bytes, -message.Json.Length);
        return true;
    }
}
