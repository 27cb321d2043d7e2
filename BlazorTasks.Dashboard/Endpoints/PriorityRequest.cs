namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A request to change the priority of a task.</summary>
/// <param name="Priority">The priority. Higher values run first; 0 is normal.</param>
internal sealed record PriorityRequest(int Priority)
{
    /// <exception cref="ProblemException">The request is invalid.</exception>
    public static PriorityRequest Read(JsonMembers body)
    {
        var priority = body.RequiredInteger("priority", "Specify the priority, an integer; higher values run first");
        body.Check();
        return new PriorityRequest(priority);
    }
}
