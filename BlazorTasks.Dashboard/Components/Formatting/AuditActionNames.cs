using System.Text.Json;

namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>Actions as words in addresses: of the API, and of the page.</summary>
internal static class AuditActionNames
{
    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<AuditAction>().Select(Write)];

    /// <summary>The word for an action.</summary>
    public static string Write(AuditAction action) => JsonNamingPolicy.SnakeCaseLower.ConvertName(action.ToString());

    /// <summary>The action that a word stands for, or null.</summary>
    public static AuditAction? Read(string? word) => Enum.GetValues<AuditAction>().Where(action => Write(action) == word).Select(action => (AuditAction?)action).FirstOrDefault();
}
