namespace BlazorTasks.Benchmarks;

internal static class Suite
{
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args[0])
        {
            case "throughput":
                await Throughput.RunAsync(args.Contains("sqlite"), int.Parse(args[1]));
                break;
            case "report":
                ReportCost.Run();
                break;
        }

        return 0;
    }
}
