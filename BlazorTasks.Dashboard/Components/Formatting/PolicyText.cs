namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>Describes a policy: "up to 3 attempts, times out after 30 min, one at a time".</summary>
internal static class PolicyText
{
    public static string Of(TaskPolicy policy) => string.Join(", ", Parts(policy));

    private static IEnumerable<string> Parts(TaskPolicy policy)
    {
        if (policy.MaxAttempts > 1 && policy.OnError != OnError.Fail)
        {
            yield return $"up to {Formats.Count(policy.MaxAttempts, "attempt", "attempts")}";
        }

        if (policy.Timeout is { } timeout)
        {
            yield return $"times out after {Formats.Duration(timeout)}";
        }

        if (policy.Concurrency is { } limit)
        {
            yield return (limit == 1 ? "one at a time" : $"{limit} at a time")
                + (policy.ConcurrencyKey is { } key ? $" for each {key}" : null);
        }
    }
}
