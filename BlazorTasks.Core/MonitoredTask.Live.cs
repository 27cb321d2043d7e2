using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks;

public abstract partial class MonitoredTask
{
    private static readonly TimeSpan ProgressEventInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMilliseconds(200);

    private long? _lastProgress;
    private long? _lastSaved;
    private int _touched;
    private bool _unsaved;
    private LogWindow? _logWindow;

    /// <summary>Adds the task to the feed's next frame, at most once.</summary>
    internal void Touch()
    {
        if (Volatile.Read(ref _touched) == 0 && Interlocked.Exchange(ref _touched, 1) == 0)
        {
            Runtime.Feed.Enqueue(this);
        }
    }

    /// <summary>The attempt can be paused from now on. Other nodes read that in the store.</summary>
    internal void OnFirstCheckpoint()
    {
        lock (_gate)
        {
            var next = _current with { HasCheckpoints = true };
            _published = ReferenceEquals(_published, _current) ? next : _published with { HasCheckpoints = true };
            _current = next;
            if (Runtime.Cluster is not null)
            {
                Runtime.Journal.Append(new JournalEntry(this, null, _current));
            }
        }

        Touch();
    }

    /// <summary>Continues an existing log.</summary>
    internal void RememberLog(LogWindow? window)
    {
        lock (_gate)
        {
            _logWindow ??= window;
        }
    }

    /// <summary>Collects what the task has reported since the last frame. Called by the feed, once per frame.</summary>
    /// <returns>The snapshot to show, or null if nothing visible has changed.</returns>
    internal TaskSnapshot? Sample()
    {
        Interlocked.Exchange(ref _touched, 0);
        lock (_gate)
        {
            if (!_current.State.IsFinal())
            {
                TakeLive(leaving: false);
            }

            if (ReferenceEquals(_published, _shown))
            {
                return null;
            }

            return _shown = _published;
        }
    }

    /// <summary>Moves reported progress and log lines into the journal.</summary>
    /// <param name="leaving">Whether a state change follows. If so, the latest progress is stored as an event first.</param>
    private void TakeLive(bool leaving)
    {
        if (_attempt?.Context.Live is not { } live)
        {
            return;
        }

        TakeLines(live, leaving);

        if (live.TakeReport() is { } report)
        {
            var next = _current.Report(report.Progress, report.Status);
            _published = ReferenceEquals(_published, _current) ? next : _published.Report(report.Progress, report.Status);
            _current = next;
            _unsaved = true;
        }

        if (_unsaved)
        {
            SaveLive(leaving);
        }
    }

    /// <summary>
    /// While the store is unavailable and its buffer is full, log lines are only counted. The count is logged before the next
    /// state change.
    /// </summary>
    private void TakeLines(LiveState live, bool leaving)
    {
        if (Runtime.Journal.IsFull)
        {
            live.DropLines();
            if (!leaving)
            {
                Touch();
                return;
            }
        }

        foreach (var chunk in live.TakeLines())
        {
            Append(LogWindow.Next(ref _logWindow, Runtime.Options.MaxLinesKept, _current, chunk));
        }
    }

    /// <summary>Live state is stored within 200 ms, and recorded as an event about once a second.</summary>
    private void SaveLive(bool leaving)
    {
        if (!leaving && Runtime.Journal.IsFull)
        {
            Touch();
            return;
        }

        if (leaving || IsOver(_lastProgress, ProgressEventInterval))
        {
            Append(new TaskProgressed(_current.Progress, _current.Status));
            _lastProgress = Runtime.Time.GetTimestamp();
        }
        else if (IsOver(_lastSaved, SaveInterval))
        {
            Runtime.Journal.Append(new JournalEntry(this, null, _current));
        }
        else
        {
            Touch();
            return;
        }

        _unsaved = false;
        _lastSaved = Runtime.Time.GetTimestamp();
    }

    /// <summary>Measured with the monotonic timer: the wall clock can be changed.</summary>
    private bool IsOver(long? since, TimeSpan length) => since is not { } stamp || Runtime.Time.GetElapsedTime(stamp) >= length;
}
