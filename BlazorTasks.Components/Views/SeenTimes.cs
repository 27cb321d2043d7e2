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
    private readonly ConcurrentDictionary<object, Action<string>> _watchers = new();
    private readonly DateTimeOffset _began = time.GetUtcNow();

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
        foreach (var watcher in _watchers.Values)
        {
            watcher(person);
        }
    }

    /// <summary>Calls back with the id of each person who looks, until <see cref="Leave"/>.</summary>
    /// <param name="page">Who wants to know.</param>
    /// <param name="onLook">The callback, which must return immediately.</param>
    public void Watch(object page, Action<string> onLook) => _watchers[page] = onLook;

    /// <summary>Ends the callbacks.</summary>
    public void Leave(object page) => _watchers.TryRemove(page, out _);
}
