namespace BlazorTasks.Dashboard.Components.Keys;

/// <summary>The text of API keys.</summary>
internal static class KeyText
{
    /// <summary>The scopes in the order in which they are offered, with what each allows.</summary>
    public static IReadOnlyList<(KeyScopes Scope, string Text)> All { get; } =
    [
        (KeyScopes.Read, "Read: see tasks and schedules"),
        (KeyScopes.Start, "Start: start tasks and upload files"),
        (KeyScopes.Act, "Act: cancel, retry, pause and dismiss tasks"),
        (KeyScopes.Answer, "Answer: answer questions"),
        (KeyScopes.Admin, "Admin: everything, including schedules, deletions and API keys"),
        (KeyScopes.Client, "Client: show the tasks of one owner to everyone who has the URL"),
    ];

    /// <summary>The scopes that a person may give to a key.</summary>
    public static IEnumerable<(KeyScopes Scope, string Text)> OfferedTo(Person person) => All.Where(one =>
        person.IsAdmin
        || one.Scope is KeyScopes.Read or KeyScopes.Client
        || (person.Role == TaskRole.Operator && one.Scope != KeyScopes.Admin));

    /// <summary>", only 2 definitions", for a key that is limited to some.</summary>
    public static string Only(ApiKey key) => $", only {Formats.Count(key.Definitions.Count, "definition", "definitions")}";

    /// <summary>"read, start".</summary>
    public static string Scopes(ApiKey key) => key.Scopes.ToString().ToLowerInvariant();
}
