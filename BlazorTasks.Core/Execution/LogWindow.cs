using BlazorTasks.Storage;

namespace BlazorTasks.Execution;

/// <summary>
/// Keeps the log of one task to so many lines. It remembers where about every twentieth of them began; when there are too
/// many, the log begins at one of these places. A task with few lines has none of this.
/// </summary>
internal sealed class LogWindow(int most)
{
    private const int Checkpoints = 20;

    /// <summary>How many lines of an old log are looked at together.</summary>
    private const int Page = 1_000;

    private readonly Queue<Checkpoint> _checkpoints = [];
    private Checkpoint? _newest;
    private long _gone;

    /// <summary>The event for some lines, and for the older ones that go when they come.</summary>
    /// <param name="window">The window of the task; made when the log becomes long enough to need one.</param>
    /// <param name="most">How many lines are kept.</param>
    /// <param name="task">The task before these lines.</param>
    /// <param name="chunk">The lines.</param>
    public static TaskLogged Next(ref LogWindow? window, int most, TaskSnapshot task, LogChunk chunk)
    {
        var first = task.LogLines + task.DroppedLines + chunk.Dropped + 1;
        if (task.LogLines >= most / Checkpoints && chunk.Lines.Count > 0)
        {
            window ??= new LogWindow(most);
        }

        return new TaskLogged(first, chunk.Lines, chunk.Dropped) { Trim = chunk.Lines.Count > 0 ? window?.Trim(task, chunk.Lines.Count) : null };
    }

    /// <summary>The window of a task that goes on after it had ended, or after its process did: its log is in the store.</summary>
    /// <returns>Null while the log is too short to need one.</returns>
    public static async Task<LogWindow?> OfAsync(ITaskStore store, TaskSnapshot task, int most)
    {
        if (task.LogLines < most / Checkpoints)
        {
            return null;
        }

        var window = new LogWindow(most);
        var (written, last) = (0L, task.LogLines + task.DroppedLines);
        for (var next = task.TrimmedLines + 1; next <= last;)
        {
            var chunks = await store.LogAsync(task.Id, next, Page, CancellationToken.None).ConfigureAwait(false);
            foreach (var chunk in chunks)
            {
                window.Pass(new Checkpoint(chunk.FirstLine - chunk.Dropped - 1, written));
                written += chunk.Lines.Count;
            }

            next = Math.Max(next + Page, chunks.Count > 0 ? chunks[^1].FirstLine + chunks[^1].Lines.Count : 0);
        }

        return window;
    }

    private void Pass(Checkpoint place)
    {
        if (_newest is null || place.Written - _newest.Written >= most / Checkpoints)
        {
            _checkpoints.Enqueue(_newest = place);
        }
    }

    private LogTrim? Trim(TaskSnapshot task, int lines)
    {
        var written = task.LogLines + _gone;
        Pass(new Checkpoint(task.LogLines + task.DroppedLines, written));

        if (task.LogLines + lines <= most)
        {
            return null;
        }

        var start = _checkpoints.Dequeue();
        while (written + lines - start.Written > most - (most / 10) && _checkpoints.TryDequeue(out var later))
        {
            start = later;
        }

        var trim = new LogTrim(start.Line, start.Written - _gone);
        _gone = start.Written;
        return trim;
    }

    /// <summary>Where a chunk begins.</summary>
    /// <param name="Line">The number of the last line before it.</param>
    /// <param name="Written">How many lines were kept before it, those counted that have gone since.</param>
    private sealed record Checkpoint(long Line, long Written);
}
