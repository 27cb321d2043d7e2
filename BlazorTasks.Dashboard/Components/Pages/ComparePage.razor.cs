using BlazorTasks.Dashboard.Components.Compare;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>Compares two runs. With only one of them in the URL, it lists others to choose from.</summary>
public sealed partial class ComparePage
{
    private const int MaxOthers = 20;

    private static readonly RenderFragment First = Text("First");
    private static readonly RenderFragment Second = Text("Second");

    private readonly List<string> _problems = [];
    private TaskSnapshot? _a;
    private TaskSnapshot? _b;
    private TaskDetails? _aDetails;
    private TaskDetails? _bDetails;
    private RunComparison? _comparison;
    private IReadOnlyList<TaskSnapshot> _others = [];
    private (string?, string?)? _shown;

    /// <summary>The first run.</summary>
    [SupplyParameterFromQuery(Name = "a")]
    public string? A { get; set; }

    /// <summary>The second run.</summary>
    [SupplyParameterFromQuery(Name = "b")]
    public string? B { get; set; }

    private IEnumerable<Row> Facts =>
    [
        new("State", Badge(_a!), Badge(_b!), _a!.State != _b!.State),
        Compare("Outcome", task => TaskText.Outcome(task, Viewer.Person.Name)),
        Compare("Owner", task => TaskText.Who(Viewer.NameOf(task.Owner), Viewer.Person.Name)),
        Compare("Started", task => At(task.StartedAt)) with { Differs = false },
        Compare("Finished", task => At(task.FinishedAt)) with { Differs = false },
        Compare("Duration", task => task.Duration is { } duration ? Formats.Duration(duration) : null),
        Compare("Attempts", task => Formats.Number(task.Attempt)),
        Compare("Warnings", task => Formats.Number(task.Warnings)),
        Compare("Log", task => Formats.Count(task.LogLines, "line", "lines")),
        Compare("Node", task => task.Node),
        Compare("Tags", task => task.Tags.Count == 0 ? null : string.Join(", ", task.Tags)),
    ];

    private IEnumerable<Row> Inputs =>
        _comparison!.Inputs.Select(input => new Row(input.Label, Text(input.A), Text(input.B), !input.IsSame));

    private IEnumerable<Row> Steps => _comparison!.Steps.Select(step => new Row(step.Name, Bar(step.A), Bar(step.B), false));

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (A, B))
        {
            return;
        }

        _shown = (A, B);
        _problems.Clear();
        (_comparison, _others) = (null, []);
        (_a, _b) = (await FindAsync(A), await FindAsync(B));
        if (_a is not null && _b is not null)
        {
            (_aDetails, _bDetails) = (await Access.ReadAsync(_a.Id, Disposed), await Access.ReadAsync(_b.Id, Disposed));
            _comparison = RunComparison.Of(_aDetails, _bDetails, FormOf(_a) ?? FormOf(_b) ?? FormSchema.Empty);
        }
        else if ((_a ?? _b) is { } one)
        {
            var query = one.Definition is null
                ? new TaskQuery { Text = one.Name, Limit = MaxOthers }
                : new TaskQuery { Definition = one.Definition, Limit = MaxOthers };
            _others = [.. (await Access.ListAsync(query, Disposed)).Items.Where(task => task.Id != one.Id)];
        }
    }

    private async Task<TaskSnapshot?> FindAsync(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var task = TaskId.TryParse(text, CultureInfo.InvariantCulture, out var id) ? await Access.GetAsync(id, Disposed) : null;
        if (task is null)
        {
            var shown = text.Length > 40 ? text[..40] + "…" : text;
            _problems.Add($"Task {shown} was not found. It may have been deleted when its retention period ended.");
        }

        return task;
    }

    private FormSchema? FormOf(TaskSnapshot task) => task.Definition is { } name ? Access.FindDefinition(name)?.Form : null;

    private Row Compare(string name, Func<TaskSnapshot, string?> of)
    {
        var (a, b) = (of(_a!), of(_b!));
        return new Row(name, Text(a), Text(b), a != b);
    }

    private static RenderFragment Text(string? text) => builder => builder.AddContent(0, text ?? "none");

    private string? At(DateTimeOffset? at) => at is { } known ? Formats.Exact(known, Viewer.TimeZone) : null;

    private static string Different(IReadOnlyList<InputDifference> inputs) => inputs.Count(field => !field.IsSame) is var different and > 0
        ? Formats.Count(different, "field differs", "fields differ")
        : inputs.Count > 0 ? "identical" : "";

    private TimeSpan Longest => _comparison!.Steps.SelectMany(step => new[] { step.A?.Took, step.B?.Took }).Max() ?? TimeSpan.Zero;

    private string Width(TimeSpan took) =>
        (Longest == TimeSpan.Zero ? 0 : 60 * (took / Longest)).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>One row of a table: a property of both runs.</summary>
    private sealed record Row(string Name, RenderFragment A, RenderFragment B, bool Differs);
}
