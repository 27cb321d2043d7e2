namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// The display names of people by their ids, as far as they have signed in since this process started. Tasks store the id of
/// their owner, which does not change; names do.
/// </summary>
internal sealed class PersonNames
{
    private const int MaxNames = 10_000;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    public void Learn(Person person)
    {
        if (person.Name != person.Id && (_names.Count < MaxNames || _names.ContainsKey(person.Id)))
        {
            _names[person.Id] = person.Name;
            _ids.TryAdd(person.Name, person.Id);
        }
    }

    /// <summary>Returns a name, with the id if somebody else has the same name, or null if it is unknown.</summary>
    public string? Find(string id) =>
        !_names.TryGetValue(id, out var name) ? null
        : _ids.GetValueOrDefault(name) == id ? name
        : $"{name} ({id})";
}
