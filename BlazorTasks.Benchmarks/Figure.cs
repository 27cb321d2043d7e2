namespace BlazorTasks.Benchmarks;

/// <summary>Rows of the tables: a median of rounds and their range, beside the target.</summary>
internal static class Figure
{
    public static void Print(string what, IEnumerable<double> rounds, string unit, string target = "")
    {
        var sorted = rounds.Order().ToList();
        Console.WriteLine($"| {what} | {Format(sorted[sorted.Count / 2])} {unit} | {Format(sorted[0])}–{Format(sorted[^1])} | {target} |");
    }

    public static void Print(string what, double value, string unit, string target = "") =>
        Console.WriteLine($"| {what} | {Format(value)} {unit} |  | {target} |");

    public static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[Math.Min(values.Count - 1, (int)(values.Count * share))];
    }

    public static double PerSecond(int count, long began) => count / Stopwatch.GetElapsedTime(began).TotalSeconds;

    private static string Format(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.00" : Math.Abs(value) < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
