namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Outcomes over time.</summary>
public sealed partial class OutcomeChart
{
    private const double Bottom = 140;
    private const double Height = 120;
    private const int Labels = 5;

    private static readonly int[] RoundNumbers = [1, 2, 4, 6, 8, 10];

    /// <summary>The time axis.</summary>
    [Parameter, EditorRequired]
    public TimeAxis Axis { get; set; } = default!;

    /// <summary>The outcomes of each step.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OutcomeBar> Bars { get; set; } = [];

    private string Title => $"Outcomes per {Axis.Word}";

    private int LabelEvery => Math.Max(1, (int)Math.Ceiling(Bars.Count / (double)Labels));

    /// <summary>A round number at or above the highest bar.</summary>
    private int Top
    {
        get
        {
            var most = Math.Max(2, Bars.Max(bar => bar.Total));
            var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
            var round = RoundNumbers.Select(one => one * power).First(one => one >= most);
            return (int)(round % 2 == 0 ? round : round * 2);
        }
    }

    private int[] Lines => [0, Top / 2, Top];

    /// <summary>The step with most failures or, without failures, with most tasks.</summary>
    private (int At, string Words)? Peak
    {
        get
        {
            var (failed, total) = (IndexOfMax(bar => bar.Failed), IndexOfMax(bar => bar.Total));
            return Bars[failed].Failed > 0 ? (failed, $"{Formats.Number(Bars[failed].Failed)} failed")
                : Bars[total].Total > 0 ? (total, Formats.Number(Bars[total].Total))
                : null;
        }
    }

    private string Description => $"{Title}, {Formats.Exact(Axis.From, Axis.Zone)} to now: {Sum(bar => bar.Succeeded)} succeeded, "
        + $"{Sum(bar => bar.Failed)} failed, {Sum(bar => bar.Cancelled)} cancelled or declined."
        + (Peak is { } peak ? $" Peak: {peak.Words} from {Axis.Label(peak.At)}." : "");

    private string Sum(Func<OutcomeBar, int> of) => Formats.Number(Bars.Sum(of));

    private int IndexOfMax(Func<OutcomeBar, int> of) => Enumerable.Range(0, Bars.Count).MaxBy(i => of(Bars[i]));

    private double Y(double count) => Bottom - (Height * count / Top);

    /// <summary>A position above all bars that the label spans: it is wider than its own bar.</summary>
    private double AboveAll(int at)
    {
        var reach = (int)Math.Ceiling(Bars.Count * 0.08);
        return Y(Bars.Skip(at - reach).Take((2 * reach) + 1 + Math.Min(0, at - reach)).Max(bar => bar.Total)) - 5;
    }

    private static string Percent(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>One outcome of all steps as a single path: an element for each would cost the circuit a kilobyte.</summary>
    private string Shapes(Func<OutcomeBar, int> below, Func<OutcomeBar, int> of)
    {
        var path = new StringBuilder();
        for (var i = 0; i < Bars.Count; i++)
        {
            if (of(Bars[i]) is > 0 and var count)
            {
                AddShape(path, i, below(Bars[i]), count);
            }
        }

        return path.ToString();
    }

    private void AddShape(StringBuilder path, int at, int below, int count)
    {
        var width = 100.0 / Bars.Count;
        var height = Math.Max(1.5, Y(below) - Y(below + count) - (below > 0 ? 1 : 0));
        path.Append(CultureInfo.InvariantCulture, $"M{(at + 0.1) * width:0.##} {Y(below + count):0.#}h{0.8 * width:0.##}v{height:0.#}")
            .Append(CultureInfo.InvariantCulture, $"h{-0.8 * width:0.##}z");
    }

    /// <summary>Built in code because "text" is a directive in Razor.</summary>
    private static RenderFragment Text(string x, double y, string anchor, string? css, string text) => builder =>
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", x);
        builder.AddAttribute(2, "y", y.ToString("0.#", CultureInfo.InvariantCulture));
        builder.AddAttribute(3, "text-anchor", anchor);
        builder.AddAttribute(4, "class", css);
        builder.AddContent(5, text);
        builder.CloseElement();
    };
}
