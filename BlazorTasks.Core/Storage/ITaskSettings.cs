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

    /// <summary>Stores a setting only if it is what was read before, so that nobody's change is lost.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="person">The id of the person.</param>
    /// <param name="expected">What was read, or null if it was not set.</param>
    /// <param name="value">The new value as JSON, or null to delete it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was as expected, and is changed.</returns>
    Task<bool> ReplaceAsync(string name, string person, string? expected, string? value, CancellationToken cancellationToken);
}
