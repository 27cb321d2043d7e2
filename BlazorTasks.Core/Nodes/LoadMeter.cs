using BlazorTasks.Execution;

namespace BlazorTasks.Nodes;

/// <summary>Measures how busy this process is.</summary>
internal sealed class LoadMeter(TaskRuntime runtime)
{
    private readonly Lock _gate = new();
    private TimeSpan _used;
    private long _measuredAt;

    /// <summary>Returns the load, with the use of the processors since the last call.</summary>
    public NodeLoad Read() => new(runtime.Live.Owned.Count, runtime.Queue.Waiting, runtime.Queue.Usage, Math.Round(Cpu(), 3));

    private double Cpu()
    {
        lock (_gate)
        {
            var (used, at) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
            var elapsed = TimeProvider.System.GetElapsedTime(_measuredAt, at) * Environment.ProcessorCount;
            var share = _measuredAt == 0 || elapsed <= TimeSpan.Zero ? 0 : (used - _used) / elapsed;
            (_used, _measuredAt) = (used, at);
            return Math.Clamp(share, 0, 1);
        }
    }
}
