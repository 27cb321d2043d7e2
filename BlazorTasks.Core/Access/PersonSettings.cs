namespace BlazorTasks;

/// <summary>
/// What people have set for themselves, such as what they are notified of. For trusted code; people reach their own settings
/// with <see cref="TaskAccess"/>.
/// </summary>
public sealed class PersonSettings
{
    private readonly Func<Task<ITaskStore>> _store;

    internal PersonSettings(Func<Task<ITaskStore>> store) => _store = store;

    /// <summary>Returns a setting of a person, or null if they have not set it.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="person">The id of the person.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<T?> FindAsync<T>(string name, string person, CancellationToken cancellationToken = default)
        where T : class =>
        await (await _store().ConfigureAwait(false)).Settings.FindAsync(name, person, cancellationToken).ConfigureAwait(false) is { } json
            ? Read<T>(json)
            : null;

    /// <summary>Returns what each person has set, by their id.</summary>
    public async Task<IReadOnlyDictionary<string, T>> ListAsync<T>(string name, CancellationToken cancellationToken = default)
        where T : class =>
        (await (await _store().ConfigureAwait(false)).Settings.ListAsync(name, cancellationToken).ConfigureAwait(false))
            .ToDictionary(one => one.Key, one => Read<T>(one.Value));

    /// <summary>Stores a setting of a person.</summary>
    public async Task SetAsync<T>(string name, string person, T value, CancellationToken cancellationToken = default)
        where T : class =>
        await (await _store().ConfigureAwait(false)).Settings
            .PutAsync(name, person, JsonSerializer.Serialize(value, TaskJson.Options), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Changes a setting of a person. What others change meanwhile is not lost: the change is then made again.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="person">The id of the person.</param>
    /// <param name="change">Returns the new value, or null to delete it, for the current one, or null if it is not set.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    public async Task<T?> ChangeAsync<T>(
        string name,
        string person,
        Func<T?, T?> change,
        CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(change);
        var settings = (await _store().ConfigureAwait(false)).Settings;
        while (true)
        {
            var current = await settings.FindAsync(name, person, cancellationToken).ConfigureAwait(false);
            var value = change(current is null ? null : Read<T>(current));
            var json = value is null ? null : JsonSerializer.Serialize(value, TaskJson.Options);
            if (json == current || await settings.ReplaceAsync(name, person, current, json, cancellationToken).ConfigureAwait(false))
            {
                return value;
            }
        }
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, TaskJson.Options)!;
}
