using BlazorTasks.Client;
using BlazorTasks.Definitions;
using BlazorTasks.Forms;

namespace BlazorTasks.Dashboard.Endpoints.Mapping;

/// <summary>Definitions, their forms, nodes and audit entries as they go over the wire.</summary>
internal static class DefinitionMapping
{
    public static ApiDefinition ToApi(this TaskDefinition definition) => new(
        definition.Name,
        definition.Title,
        definition.Description,
        definition.Group,
        definition.Form.Fields.ToApi(),
        definition.Policy.MaxAttempts,
        (ApiOnError)definition.Policy.OnError,
        definition.Policy.Timeout,
        definition.Policy.Restartable);

    public static IReadOnlyList<ApiField> ToApi(this IReadOnlyList<FormField> fields) => [.. fields.Select(ToApi)];

    public static ApiNode ToApi(this TaskNode node, DateTimeOffset now) =>
        new(node.Name, (ApiNodeState)node.StateAt(now), node.ProcessId, node.Version, node.StartedAt, node.SeenAt, node.EndedAt);

    public static ApiAuditEntry ToApi(this AuditEntry entry) =>
        new(entry.Number, entry.At, entry.By, (ApiAuditAction)entry.Action, entry.TaskId.Value, entry.TaskName, entry.Refusal);

    private static ApiField ToApi(FormField field) => new(field.Name, (ApiFieldType)field.Type)
    {
        Label = field.Label,
        Description = field.Description,
        Required = field.Required,
        Default = field.Default,
        Min = field.Min,
        Max = field.Max,
        MinLength = field.MinLength,
        MaxLength = field.MaxLength,
        Pattern = field.Pattern,
        Options = [.. field.Options.Select(option => new ApiFieldOption(option.Value, option.Label))],
        Accept = field.Accept,
    };
}
