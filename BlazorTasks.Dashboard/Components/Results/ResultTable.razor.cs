namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>A list of flat records as a table.</summary>
public sealed partial class ResultTable
{
    private const int MaxRows = 200;
    private const int MaxColumns = 50;

    private List<string> _columns = [];
    private HashSet<string> _numbers = [];
    private List<JsonElement> _shown = [];
    private string? _by;
    private bool _isDescending;

    /// <summary>The records.</summary>
    [Parameter, EditorRequired]
    public JsonElement Rows { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var names = Rows.EnumerateArray().SelectMany(row => row.EnumerateObject().Select(cell => cell.Name));
        _columns = [.. names.Distinct().Take(MaxColumns)];
        _numbers = [.. _columns.Where(column => Rows.EnumerateArray().All(row => IsNumber(row, column)))];
        Show();
    }

    private static bool IsNumber(JsonElement row, string column) =>
        !row.TryGetProperty(column, out var cell) || cell.ValueKind is JsonValueKind.Number or JsonValueKind.Null;

    private void Sort(string column)
    {
        (_by, _isDescending) = (column, column == _by && !_isDescending);
        Show();
    }

    private void Show()
    {
        IEnumerable<JsonElement> rows = Rows.EnumerateArray();
        if (_by is { } by)
        {
            rows = (_numbers.Contains(by), _isDescending) switch
            {
                (true, false) => rows.OrderBy(row => NumberOf(row, by)),
                (true, true) => rows.OrderByDescending(row => NumberOf(row, by)),
                (false, false) => rows.OrderBy(row => TextOf(row, by), StringComparer.CurrentCultureIgnoreCase),
                _ => rows.OrderByDescending(row => TextOf(row, by), StringComparer.CurrentCultureIgnoreCase),
            };
        }

        _shown = [.. rows.Take(MaxRows)];
    }

    private static double NumberOf(JsonElement row, string column) =>
        row.TryGetProperty(column, out var cell) && cell.ValueKind == JsonValueKind.Number ? cell.GetDouble() : double.NegativeInfinity;

    private static string TextOf(JsonElement row, string column) => row.TryGetProperty(column, out var cell) ? cell.ToString() : "";
}
