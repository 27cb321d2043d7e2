namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The names of states: those of this product and their equivalents in other systems (docs/task-lifecycle.md).</summary>
internal static class StateNames
{
    private static readonly TaskState[] All = Enum.GetValues<TaskState>();

    private static readonly Dictionary<string, TaskState[]> ByWord = new(StringComparer.OrdinalIgnoreCase)
    {
        ["not_started"] = [TaskState.Queued],
        ["pending"] = [TaskState.Queued],
        ["processing"] = [TaskState.Running],
        ["in_progress"] = [TaskState.Running],
        ["finished"] = [TaskState.Succeeded],
        ["completed"] = [TaskState.Succeeded],
        ["error"] = [TaskState.Failed],
        ["not_confirmed"] = [TaskState.Declined],
        ["not confirmed"] = [TaskState.Declined],
        ["active"] = [.. All.Where(state => !state.IsFinal())],
        ["ended"] = [.. All.Where(state => state.IsFinal())],
    };

    /// <summary>Returns the machine-readable name of a state.</summary>
    public static string Of(TaskState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>Returns the states with the given names.</summary>
    /// <exception cref="ProblemException">A name is unknown.</exception>
    public static IReadOnlyList<TaskState> Read(IEnumerable<string> words) => [.. words.SelectMany(Read).Distinct()];

    private static TaskState[] Read(string word) =>
        All.Where(state => string.Equals(Of(state), word, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } own ? own
        : ByWord.TryGetValue(word, out var states) ? states
        : throw ApiQuery.Wrong(
            "state",
            $"contains the unknown state “{(word.Length <= 50 ? word : word[..50])}”. Supported states: " +
            $"{string.Join(", ", All.Select(Of))}, active and ended");
}
