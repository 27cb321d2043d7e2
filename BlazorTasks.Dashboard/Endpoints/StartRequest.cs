namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A request to start a task.</summary>
/// <param name="Definition">The name of the definition.</param>
/// <param name="Input">The input, an object that matches the fields of the definition.</param>
/// <param name="Priority">The priority. Higher values run first; 0 is normal.</param>
/// <param name="RunAt">The earliest time at which the task runs.</param>
/// <param name="Tags">Free-form tags to search by.</param>
/// <param name="Label">A label that distinguishes the task from others of the same definition.</param>
internal sealed record StartRequest(
    string Definition,
    JsonElement? Input,
    int? Priority,
    DateTimeOffset? RunAt,
    IReadOnlyList<string> Tags,
    string? Label)
{
    /// <exception cref="ProblemException">The request is invalid.</exception>
    public static StartRequest Read(JsonMembers body, TaskAccess access)
    {
        var definition = body.Required("definition", "Specify the definition to start, such as “import-customers”");
        if (definition.Length > 0 && access.FindDefinition(definition) is null)
        {
            body.Wrong<string>("definition", access.WhyMissing(definition));
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

    public StartOptions ToOptions() =>
        new() { Priority = Priority ?? 0, RunAt = RunAt, Tags = Tags, Label = Label };
}
