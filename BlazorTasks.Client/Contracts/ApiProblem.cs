namespace BlazorTasks.Client;

/// <summary>Why a request was rejected (RFC 9457, application/problem+json).</summary>
/// <param name="Title">The kind of problem.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What is wrong with this request and what to do about it.</param>
public sealed record ApiProblem(string Title, int Status, string Detail)
{
    /// <summary>The machine-readable reason, such as "already_answered".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The validation errors by field name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}
