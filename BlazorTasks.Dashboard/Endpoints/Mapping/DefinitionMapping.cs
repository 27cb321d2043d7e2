using System.Text.Json.Serialization;

namespace BlazorTasks.Dashboard.Endpoints.Mapping;

/// <summary>Maps definitions, forms, nodes and audit entries to contracts.</summary>
internal static class DefinitionMapping
{
    private static readonly JsonSerializerOptions WithoutNulls = new(ApiJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

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

    public static ApiNode ToApi(this TaskNode node, DateTimeOffset now) => new(
        node.Id,
        node.Name,
        (ApiNodeState)node.StateAt(now),
        node.Host,
        node.ProcessId,
        node.Version,
        node.StartedAt,
        node.SeenAt,
        node.EndedAt,
        node.Load is { Slots: var slots } load
            ? new(load.Tasks, load.Queued, slots.InUse, slots.Total, slots.CpuBoundInUse, slots.CpuBoundTotal, load.Cpu)
            : null);

    public static ApiAuditEntry ToApi(this AuditEntry entry) =>
        new(
            entry.Number,
            entry.At,
            entry.By,
            (ApiAuditAction)entry.Action,
            entry.TaskId == default ? null : entry.TaskId.Value,
            entry.TaskName,
            entry.Refusal,
            entry.Origin?.PersonId,
            entry.Origin?.SignedInWith,
            entry.Origin?.Address);

    /// <summary>
    /// Maps a field sent by a client. Both types have the same members in JSON (a contract test); omitted ones keep their
    /// defaults.
    /// </summary>
    public static FormField ToForm(this ApiField field) =>
        JsonSerializer.SerializeToElement(field, WithoutNulls).Deserialize<FormField>(TaskJson.Options)!;

    private static ApiField ToApi(FormField field) => new(field.Name, (ApiFieldType)field.Type)
    {
        Label = field.Label,
        Description = field.Description,
        Required = field.Required,
        Nullable = field.Nullable,
        AllowEmpty = field.AllowEmpty,
        Default = field.Default,
        Min = field.Min,
        Max = field.Max,
        MinExclusive = field.MinExclusive,
        MaxExclusive = field.MaxExclusive,
        From = field.From,
        To = field.To,
        MinLength = field.MinLength,
        MaxLength = field.MaxLength,
        Pattern = field.Pattern,
        MinItems = field.MinItems,
        MaxItems = field.MaxItems,
        Fields = field.Fields.ToApi(),
        Options = [.. field.Options.Select(option => new ApiFieldOption(option.Value, option.Label))],
        Accept = field.Accept,
        Item = field.Item is { } item ? ToApi(item) : null,
    };
}
