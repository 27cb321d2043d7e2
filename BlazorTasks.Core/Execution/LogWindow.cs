namespace BlazorTasks.Execution;

/// <summary>
/// Limits the number of log lines of a task. It remembers where about every twentieth of them starts. When there are too
/// many, the log is trimmed to one of these positions. Tasks with few lines do not need a window.
/// </summary>
internal sealed class LogWindow(int most)
{
    private const int Checkpoints = 20;

    /// <summary>The number of lines of an existing log that are read at once.</summary>
    private const int Page = 1_000;

    private readonly Queue<Checkpoint> _checkpoints = [];
    private Checkpoint? _newest;
    private long _gone;

    /// <summary>Creates the event for new lines, including which older lines it drops.</summary>
    /// <param name="window">The window of the task. Created when the log becomes long enough to need one.</param>
    /// <param name="most">The maximum number of lines.</param>
    /// <param name="task">The task before these lines.</param>
    /// <param name="chunk">The lines.</param>
    public static TaskLogged Next(ref LogWindow? window, int most, TaskSnapshot task, LogChunk chunk)
    {
        var first = task.LogLines + task.DroppedLines + chunk.Dropped + 1;
        if (task.LogLines >= most / Checkpoints && chunk.Lines.Count > 0)
        {
            window ??= new LogWindow(most);
        }

        return new TaskLogged(
            first,
            chunk.Lines,
            chunk.Dropped)
        { Trim = chunk.Lines.Count > 0 ? window?.Trim(task, chunk.Lines.Count) : null };
    }

    /// <summary>Restores the window of a task that continues after it had finished or its process had ended.</summary>
    /// <returns>Null if the log is too short to need one.</returns>
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

    /// <summary>The start of a chunk.</summary>
    /// <param name="Line">The number of the last line before it.</param>
    /// <param name="Written">The number of lines stored before it, including those dropped since.</param>
    private sealed record Checkpoint(long Line, long Written);
}
