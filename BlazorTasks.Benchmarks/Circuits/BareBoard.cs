namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>The tasks of the bare page: an array that the load writes to and each page reads ten times a second.</summary>
internal sealed class BareBoard(int tasks)
{
    /// <summary>How many of them a page shows.</summary>
    public const int Shown = 50;

    private long _version;

    public BareRow[] Rows { get; } = [.. Enumerable.Range(0, tasks).Select(number => new BareRow(number, "Waiting", 0))];

    public long Version => Interlocked.Read(ref _version);

    public void Report(int number, double progress, string status)
    {
        Rows[number % Rows.Length] = new BareRow(number % Rows.Length, status, progress);
        Interlocked.Increment(ref _version);
    }
}

internal sealed record BareRow(int Number, string Status, double Progress);
