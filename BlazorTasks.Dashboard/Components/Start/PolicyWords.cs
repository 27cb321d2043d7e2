using BlazorTasks.Dashboard.Components.Shared;

namespace BlazorTasks.Dashboard.Components.Start;

/// <summary>How a definition is run, in words: "up to 3 attempts, stops after 30 min, one at a time".</summary>
internal static class PolicyWords
{
    public static string Of(TaskPolicy policy) => string.Join(", ", Parts(policy));

    private static IEnumerable<string> Parts(TaskPolicy policy)
    {
        if (policy.MaxAttempts > 1 && policy.OnError != OnError.Fail)
        {
            yield return $"up to {Words.Count(policy.MaxAttempts, "attempt", "attempts")}";
        }

        if (policy.Timeout is { } timeout)
        {
            yield return $"stops after {Words.Duration(timeout)}";
        }

        if (policy.Concurrency is { } limit)
        {
            yield return limit == 1 ? "one at a time" : $"{limit} at a time";
        }
    }
}
