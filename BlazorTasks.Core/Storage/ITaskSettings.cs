namespace BlazorTasks.Storage;

/// <summary>What people have set for themselves: small documents, each read and written as a whole.</summary>
public interface ITaskSettings
{
    /// <summary>Returns a setting of a person as JSON, or null if they have not set it.</summary>
    Task<string?> FindAsync(string name, string person, CancellationToken cancellationToken);

    /// <summary>Returns what each person has set, by their id.</summary>
    Task<IReadOnlyDictionary<string, string>> ListAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores a setting of a person, as JSON.</summary>
    Task PutAsync(string name, string person, string value, CancellationToken cancellationToken);
}
