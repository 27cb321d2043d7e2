using System.Text.Json;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>What to start, and how.</summary>
/// <param name="Definition">The name of the definition.</param>
/// <param name="Input">Its input: an object that fits its fields.</param>
/// <param name="Priority">Higher runs first; 0 is normal.</param>
/// <param name="RunAt">The earliest time to run it.</param>
/// <param name="Tags">Free words to find it by.</param>
/// <param name="Label">What tells it from its siblings.</param>
internal sealed record StartRequest(string Definition, JsonElement? Input, int? Priority, DateTimeOffset? RunAt, IReadOnlyList<string> Tags, string? Label)
{
    /// <exception cref="ProblemException">Something in it is wrong.</exception>
    public static StartRequest Read(JsonMembers body, TaskMonitor monitor)
    {
        var definition = body.Required("definition", "Say which definition to start, such as “import-customers”");
        if (definition.Length > 0 && monitor.Definitions.Find(definition) is null)
        {
            body.Wrong<string>("definition", monitor.Definitions.WhyMissing(definition));
        }

        var request = new StartRequest(
            definition,
            body.Object("input"),
            body.Integer("priority"),
            body.Time("run_at"),
            body.Texts("tags", StartOptions.MaxTags, StartOptions.MaxTagLength),
            body.Text("label"));
        body.Check();
        return request;
    }

    public StartOptions ToOptions(string owner) => new() { Owner = owner, Priority = Priority ?? 0, RunAt = RunAt, Tags = Tags, Label = Label };
}
