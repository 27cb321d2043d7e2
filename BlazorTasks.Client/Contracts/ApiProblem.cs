using System.Text.Json.Serialization;

namespace BlazorTasks.Client;

/// <summary>Why a request was refused (RFC 9457, application/problem+json).</summary>
/// <param name="Title">The same for every problem of this kind.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request, and what to do, for people.</param>
public sealed record ApiProblem(string Title, int Status, string Detail)
{
    /// <summary>Why, in a word for programs, such as "already_answered".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>What is wrong with each field, by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}
