namespace BlazorTasks.Benchmarks.Nodes;

/// <summary>The processor that all processes of this machine use, the database among them.</summary>
internal static class MachineProcessor
{
    /// <summary>Starts to watch.</summary>
    /// <returns>Returns the share of all cores that was used since, from 0 to 1.</returns>
    public static Func<double> Watch()
    {
        var (total, idle) = Read();
        return () =>
        {
            var now = Read();
            return now.Total == total ? 0 : 1 - ((double)(now.Idle - idle) / (now.Total - total));
        };
    }

    private static (long Total, long Idle) Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(one => long.Parse(one, CultureInfo.InvariantCulture)).ToList();
        return (ticks.Sum(), ticks[3] + ticks[4]); // idle, and waiting for a disk
    }
}
