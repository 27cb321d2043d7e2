using System.Collections.Immutable;

namespace BlazorTasks.Execution;

/// <summary>
/// What the code of an attempt has reported since the last frame: the latest progress and the log lines. A report costs one
/// small allocation and two memory writes, no matter how many viewers there are.
/// </summary>
internal sealed class LiveState(MonitoredTask task, BlazorTasksOptions options)
{
    private const int LinesPerChunk = 200;
    private const int BurstFactor = 4;

    /// <summary>Redacting shorter secrets would hide half of the log.</summary>
    private const int ShortestSecret = 4;

    private readonly Lock _linesGate = new();
    private LiveReport? _report;
    private ImmutableList<string> _secrets = [];
    private List<LogChunk>? _chunks;
    private double _budget = (double)options.MaxLinesPerSecond * BurstFactor;
    private DateTimeOffset _budgetAt;
    private int _takers;
    private volatile bool _closed;

    /// <summary>Whether there is anything to redact.</summary>
    public bool HasSecrets => !Volatile.Read(ref _secrets).IsEmpty;

    public void Report(double? progress, string? status)
    {
        if (_closed)
        {
            return;
        }

        var before = _report;
        Volatile.Write(
            ref _report,
            new LiveReport(progress ?? before?.Progress, status is null ? before?.Status : Text.Truncate(Hide(status), Text.MaxStatus)));
        task.Touch();
    }

    public void Write(LogLevel level, string text, string? category, bool isWarning)
    {
        if (_closed || level == LogLevel.None)
        {
            return;
        }

        var line = new LogLine(
            task.Runtime.Time.UtcMicros(),
            level,
            Text.Truncate(Hide(text ?? ""), options.MaxLineLength),
            category,
            isWarning);
        if (Volatile.Read(ref _takers) > 0)
        {
            Thread.Yield(); // code that writes without a pause would starve the feed of the lock, and the task would not be displayed
        }

        lock (_linesGate)
        {
            if (MayWrite(line.At))
            {
                ChunkForNextLine().Lines.Add(line);
            }
            else
            {
                ChunkForNextDrop().Dropped++;
            }
        }

        task.Touch();
    }

    public LiveReport? TakeReport() => Volatile.Read(ref _report) is null ? null : Interlocked.Exchange(ref _report, null);

    public IReadOnlyList<LogChunk> TakeLines()
    {
        if (Volatile.Read(ref _chunks) is null)
        {
            return [];
        }

        Interlocked.Increment(ref _takers);
        lock (_linesGate)
        {
            Interlocked.Decrement(ref _takers);
            var taken = _chunks ?? [];
            _chunks = null;
            return taken;
        }
    }

    /// <summary>Discards the pending lines and counts them in the log.</summary>
    public void DropLines()
    {
        lock (_linesGate)
        {
            if (_chunks is { } dropped)
            {
                _chunks = [new LogChunk { Dropped = dropped.Sum(chunk => chunk.Dropped + chunk.Lines.Count) }];
            }
        }
    }

    public string AddSecret(string secret)
    {
        if (secret.Length >= ShortestSecret)
        {
            ImmutableInterlocked.Update(ref _secrets, (known, secret) => known.Contains(secret) ? known : known.Add(secret), secret);
        }

        return secret;
    }

    /// <summary>Ends reporting. Later reports of the code are ignored.</summary>
    public void Close() => _closed = true;

    /// <summary>Redacts known secrets in a text.</summary>
    public string Hide(string text) =>
        Volatile.Read(ref _secrets).Aggregate(text, (shown, secret) => shown.Replace(secret, SecretText.Mask, StringComparison.Ordinal));

    private bool MayWrite(DateTimeOffset now)
    {
        if (_budgetAt != default)
        {
            var earned = Math.Max(0, (now - _budgetAt).TotalSeconds) * options.MaxLinesPerSecond;
            _budget = Math.Min(options.MaxLinesPerSecond * (double)BurstFactor, _budget + earned);
        }

        _budgetAt = now;
        if (_budget < 1)
        {
            return false;
        }

        _budget--;
        return true;
    }

    private LogChunk ChunkForNextLine()
    {
        _chunks ??= [];
        if (_chunks.Count == 0 || _chunks[^1].Lines.Count >= LinesPerChunk)
        {
            _chunks.Add(new LogChunk());
        }

        return _chunks[^1];
    }

    private LogChunk ChunkForNextDrop()
    {
        _chunks ??= [];
        if (_chunks.Count == 0 || _chunks[^1].Lines.Count > 0)
        {
            _chunks.Add(new LogChunk());
        }

        return _chunks[^1];
    }
}

/// <summary>The progress of an attempt. Many may be reported between two frames.</summary>
internal sealed record LiveReport(double? Progress, string? Status);

/// <summary>Lines in order, with the number of lines dropped before the first.</summary>
internal sealed class LogChunk
{
    public long Dropped { get; set; }

    public List<LogLine> Lines { get; } = [];
}
