namespace BlazorTasks.Dashboard.Components.Start;

/// <summary>The list of definitions.</summary>
public sealed partial class DefinitionList
{
    /// <summary>The selected definition.</summary>
    [Parameter]
    public TaskDefinition? Selected { get; set; }

    /// <summary>The search text.</summary>
    [Parameter]
    public string? Search { get; set; }

    /// <summary>Called when the search text changes.</summary>
    [Parameter]
    public EventCallback<string?> SearchChanged { get; set; }

    private IReadOnlyList<TaskDefinition> Found => string.IsNullOrWhiteSpace(Search)
        ? Access.Definitions
        : [.. Access.Definitions.Where(IsMatch)];

    private bool IsMatch(TaskDefinition definition) =>
        Has(definition.Title) || Has(definition.Name) || Has(definition.Description) || Has(definition.Group);

    /// <summary>"ran 48 s ago, usually 1–4 min".</summary>
    private string Last(DefinitionStatistics statistics)
    {
        if (statistics.Runs.Count == 0)
        {
            return "never run";
        }

        var ago = Formats.Ago(statistics.Runs[^1].FinishedAt, Time.GetUtcNow(), Viewer.TimeZone);
        return statistics is { Succeeded: >= DefinitionStatistics.FewestForEstimate }
            && (statistics.Percentile(0.1), statistics.Percentile(0.9)) is ({ } fast, { } slow)
            ? $"ran {ago}, usually {Formats.Range(fast, slow)}"
            : $"ran {ago}";
    }

    private bool Has(string? text) => text?.Contains(Search!.Trim(), StringComparison.CurrentCultureIgnoreCase) == true;
}
