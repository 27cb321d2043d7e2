namespace BlazorTasks.Tests.Support;

/// <summary>A definition with every kind of field that is made of several.</summary>
public static class NestedTasks
{
    [MonitoredTask("Every structure", Description = "Has lists, pairs, a group and rows.", Group = "Try it")]
    public static string EveryStructure(
        [MaxLength(3)] int[] sizes,
        IReadOnlyDictionary<string, string> headers,
        Customer customer,
        [MinLength(1)] IReadOnlyList<OrderLine> lines,
        Guid reference,
        TimeOnly deliverAt,
        JsonElement? extra = null,
        TaskFile[]? attachments = null) =>
        $"{sizes.Length} {headers.Count} {customer.Name} {lines.Count} {reference} {deliverAt} {extra} {attachments?.Length}";

    public sealed record Customer(string Name, [property: EmailAddress] string Mail);

    public sealed record OrderLine([property: StringLength(20)] string Article, [property: Range(1, 100)] int Amount);
}
