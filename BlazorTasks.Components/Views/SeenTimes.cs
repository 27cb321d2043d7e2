using System.Collections.Concurrent;

namespace BlazorTasks.Components.Views;

/// <summary>
/// When each person last looked at what was new. Shared by all pages of this process, so that what was seen in one tab is not
/// new in another.
/// </summary>
internal sealed class SeenTimes(TimeProvider time)
{
    private const int MaxPeople = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new();
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>Raised with the name of a person who has looked.</summary>
    public event Action<string>? Seen;

    /// <summary>When a person last looked; what came before this process began counts as seen.</summary>
    public DateTimeOffset Of(string person) => _seen.GetValueOrDefault(person, _began);

    /// <summary>A person looks.</summary>
    public void Look(string person)
    {
        if (_seen.Count >= MaxPeople)
        {
            _seen.Clear();
        }

        _seen[person] = time.GetUtcNow();
        Seen?.Invoke(person);
    }
}
