namespace BlazorTasks.Dashboard.Components.Start;

/// <summary>An earlier input to fill the form with.</summary>
/// <param name="Id">The task that used it.</param>
/// <param name="At">When it was used.</param>
/// <param name="Words">The input in one line.</param>
/// <param name="Input">The input itself.</param>
public sealed record RecentInput(TaskId Id, DateTimeOffset At, string Words, JsonElement Input)
{
    private const int MaxInputs = 8;
    private const int MaxTasks = 25;

    /// <summary>The last distinct inputs of the viewer for a definition, newest first.</summary>
    internal static async Task<IReadOnlyList<RecentInput>> ReadAsync(
        TaskAccess access, TaskDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Form.Fields.Count == 0)
        {
            return [];
        }

        var recent = new List<RecentInput>();
        var query = new TaskQuery { Definition = definition.Name, Owner = access.Person.Id, Limit = MaxTasks };
        var page = await access.ListAsync(query, cancellationToken);
        foreach (var task in page.Items)
        {
            if (await access.ReadAsync(task.Id, cancellationToken) is { Input: { } input }
                && recent.TrueForAll(known => known.Input.GetRawText() != input.GetRawText()))
            {
                recent.Add(new RecentInput(task.Id, task.CreatedAt, InputText.Summarize(definition.Form, input), input));
            }

            if (recent.Count == MaxInputs)
            {
                break;
            }
        }

        return recent;
    }
}
