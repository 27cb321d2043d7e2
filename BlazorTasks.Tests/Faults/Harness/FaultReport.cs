using System.Text.Json.Serialization;

namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>
/// How much is tried: a few trials in every test run, many by ./test.sh --faults, half an hour of load by ./test.sh --soak.
/// </summary>
public static class FaultRun
{
    private static readonly string? Asked = Environment.GetEnvironmentVariable("BLAZORTASKS_FAULT_TRIALS");

    public static bool IsFull => Asked == "faults";

    public static bool IsSoak => Asked == "soak";

    /// <summary>What random moments are drawn from. BLAZORTASKS_FAULT_SEED repeats a run.</summary>
    public static int Seed { get; } = int.Parse(
        Environment.GetEnvironmentVariable("BLAZORTASKS_FAULT_SEED") ?? Random.Shared.Next(1, 1_000_000)
            .ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static int Trials(int quick, int full) => IsFull ? full : quick;

    /// <summary>Random moments of one fault: the same for the same seed, whatever else runs.</summary>
    public static Random Moments(string fault) => new(Seed + fault.Sum(letter => letter));
}

/// <summary>What came of a fault: one line of JSON, and an assertion that nothing was lost.</summary>
/// <param name="id">The fault, as docs/faults.md names it.</param>
/// <param name="measured">What p50 and p95 measure, such as "recovery".</param>
/// <param name="targetMs">What p95 should be. It decides only in the full run, on a machine that does nothing else.</param>
public sealed class FaultReport(string id, string measured, double? targetMs = null)
{
    private static readonly Lock FileGate = new();
    private static readonly JsonSerializerOptions Form =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly List<double> _times = [];
    private Verdict _verdict = new(0, 0, []);
    private int _trials;

    /// <summary>Adds what a trial came to.</summary>
    public void Add(Verdict verdict, params TimeSpan[] took) => Add(verdict, 1, took);

    /// <inheritdoc cref="Add(Verdict, TimeSpan[])" />
    public void Add(Verdict verdict, int trials, IEnumerable<TimeSpan> took)
    {
        _trials += trials;
        _verdict += verdict;
        _times.AddRange(took.Select(time => Math.Round(time.TotalMilliseconds, 1)));
    }

    /// <summary>Writes the line and fails if anything was lost, done twice or broken.</summary>
    public void Close(string? note = null)
    {
        _times.Sort();
        Write(JsonSerializer.Serialize(
            new
            {
                Id = id,
                Trials = _trials,
                _verdict.Lost,
                _verdict.Duplicated,
                Violations = _verdict.Violations.Count,
                P50 = Percentile(0.5),
                P95 = Percentile(0.95),
                Measured = measured,
                TargetMs = targetMs,
                FaultRun.Seed,
                Note = note
            },
            Form));
        _verdict.Violations.Take(10).Should().BeEmpty($"{id} with seed {FaultRun.Seed} should break nothing");
        (_verdict.Lost + _verdict.Duplicated).Should().Be(0);
        if (FaultRun.IsFull && targetMs is { } target && _times.Count > 0)
        {
            Percentile(0.95).Should().BeLessThanOrEqualTo(target, $"{measured} of {id}, in milliseconds");
        }
    }

    private double? Percentile(double share) => _times.Count == 0 ? null
        : _times[(int)Math.Min(_times.Count - 1, Math.Ceiling(share * _times.Count) - 1)];

    private static void Write(string line)
    {
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("BLAZORTASKS_FAULT_REPORT") is { Length: > 0 } file)
        {
            lock (FileGate)
            {
                File.AppendAllText(file, line + Environment.NewLine);
            }
        }
    }
}
