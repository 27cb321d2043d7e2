using BlazorTasks.Dashboard.Components.Compare;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>Compares two runs. With only one of them in the URL, it lists others to choose from.</summary>
public sealed partial class ComparePage : IDisposable
{
    private const int MaxOthers = 20;

    private readonly CancellationTokenSource _disposed = new();
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

    private IEnumerable<(string Name, string? A, string? B)> Facts
    {
        get
        {
            yield return ("Outcome", TaskText.Outcome(_a!, Viewer.Person.Name), TaskText.Outcome(_b!, Viewer.Person.Name));
            yield return ("Owner", OwnerOf(_a!), OwnerOf(_b!));
            yield return ("Started", At(_a!.StartedAt), At(_b!.StartedAt));
            yield return ("Finished", At(_a.FinishedAt), At(_b.FinishedAt));
            yield return ("Duration", Length(_a.Duration), Length(_b.Duration));
            yield return ("Attempts", Formats.Number(_a.Attempt), Formats.Number(_b.Attempt));
            yield return ("Warnings", Formats.Number(_a.Warnings), Formats.Number(_b.Warnings));
            yield return ("Log", Formats.Count(_a.LogLines, "line", "lines"), Formats.Count(_b.LogLines, "line", "lines"));
            yield return ("Node", _a.Node, _b.Node);
            yield return ("Tags", Tags(_a), Tags(_b));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

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
            (_aDetails, _bDetails) = (await Access.ReadAsync(_a.Id, _disposed.Token), await Access.ReadAsync(_b.Id, _disposed.Token));
            _comparison = RunComparison.Of(_aDetails, _bDetails, FormOf(_a) ?? FormOf(_b) ?? FormSchema.Empty);
        }
        else if ((_a ?? _b) is { } one)
        {
            var query = one.Definition is null
                ? new TaskQuery { Text = one.Name, Limit = MaxOthers }
                : new TaskQuery { Definition = one.Definition, Limit = MaxOthers };
            _others = [.. (await Access.ListAsync(query, _disposed.Token)).Items.Where(task => task.Id != one.Id)];
        }
    }

    private async Task<TaskSnapshot?> FindAsync(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var task = TaskId.TryParse(text, CultureInfo.InvariantCulture, out var id) ? await Access.GetAsync(id, _disposed.Token) : null;
        if (task is null)
        {
            var shown = text.Length > 40 ? text[..40] + "…" : text;
            _problems.Add($"Task {shown} was not found. It may have been deleted when its retention period ended.");
        }

        return task;
    }

    private FormSchema? FormOf(TaskSnapshot task) => task.Definition is { } name ? Access.FindDefinition(name)?.Form : null;

    private string OwnerOf(TaskSnapshot task) => TaskText.Who(Viewer.NameOf(task.Owner), Viewer.Person.Name);

    private string? At(DateTimeOffset? at) => at is { } known ? Formats.Exact(known, Viewer.TimeZone) : null;

    private static string? Length(TimeSpan? length) => length is { } known ? Formats.Duration(known) : null;

    private static string? Tags(TaskSnapshot task) => task.Tags.Count == 0 ? null : string.Join(", ", task.Tags);

    private static string Different(IReadOnlyList<InputDifference> inputs) => inputs.Count(field => !field.IsSame) is var different and > 0
        ? Formats.Count(different, "field differs", "fields differ")
        : inputs.Count > 0 ? "identical" : "";

    private TimeSpan Longest => _comparison!.Steps.SelectMany(step => new[] { step.A?.Took, step.B?.Took }).Max() ?? TimeSpan.Zero;

    private string Width(TimeSpan took) =>
        (Longest == TimeSpan.Zero ? 0 : 60 * (took / Longest)).ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
