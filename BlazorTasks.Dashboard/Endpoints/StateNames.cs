using System.Text.Json;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The words under which a state is known: ours, and those of the systems that people come from (docs/task-lifecycle.md).</summary>
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

    /// <summary>The word of a state, for programs.</summary>
    public static string Of(TaskState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>The states that words stand for.</summary>
    /// <exception cref="ProblemException">A word is none.</exception>
    public static IReadOnlyList<TaskState> Read(IEnumerable<string> words) => [.. words.SelectMany(Read).Distinct()];

    private static TaskState[] Read(string word) =>
        All.Where(state => string.Equals(Of(state), word, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } own ? own
        : ByWord.TryGetValue(word, out var states) ? states
        : throw ApiQuery.Wrong("state", $"does not know “{(word.Length <= 50 ? word : word[..50])}”; there is {string.Join(", ", All.Select(Of))}, active and ended");
}
