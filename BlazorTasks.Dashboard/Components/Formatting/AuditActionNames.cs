namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>The names of audit actions in URLs of the API and of the page.</summary>
internal static class AuditActionNames
{
    /// <summary>Gets all names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<AuditAction>().Select(Write)];

    /// <summary>Returns the name of an action.</summary>
    public static string Write(AuditAction action) => JsonNamingPolicy.SnakeCaseLower.ConvertName(action.ToString());

    /// <summary>Returns the action with a name, or null.</summary>
    public static AuditAction? Read(string? word) =>
        Enum.GetValues<AuditAction>().Where(action => Write(action) == word).Select(action => (AuditAction?)action).FirstOrDefault();
}
