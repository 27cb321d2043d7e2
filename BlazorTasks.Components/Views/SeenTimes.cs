using System.Collections.Concurrent;
using System.Data.Common;
using BlazorTasks.Storage;

namespace BlazorTasks.Components.Views;

/// <summary>
/// When each person last looked at what was new. It is stored, so that it survives restarts, and shared by all pages of this
/// process, so that what was seen in one tab is not new in another.
/// </summary>
internal sealed class SeenTimes(TimeProvider time)
{
    private const string Setting = "seen";

    private readonly ConcurrentDictionary<object, Action<string>> _watchers = new();

    /// <summary>When a person last looked; nothing is new for somebody who is here for the first time.</summary>
    public async Task<DateTimeOffset> OfAsync(TaskAccess access)
    {
        if (await access.FindSettingAsync<Seen>(Setting) is { } seen)
        {
            return seen.At;
        }

        return await StoreAsync(access);
    }

    /// <summary>A person looks.</summary>
    public async Task LookAsync(TaskAccess access)
    {
        await StoreAsync(access);
        foreach (var watcher in _watchers.Values)
        {
            watcher(access.Person.Id);
        }
    }

    /// <summary>Calls back with the id of each person who looks, until <see cref="Leave"/>.</summary>
    /// <param name="page">Who wants to know.</param>
    /// <param name="onLook">The callback, which must return immediately.</param>
    public void Watch(object page, Action<string> onLook) => _watchers[page] = onLook;

    /// <summary>Ends the callbacks.</summary>
    public void Leave(object page) => _watchers.TryRemove(page, out _);

    /// <summary>What cannot be stored now stays new, which is better than a page that breaks.</summary>
    private async Task<DateTimeOffset> StoreAsync(TaskAccess access)
    {
        var now = time.GetUtcNow();
        try
        {
            await access.SetAsync(Setting, new Seen(now));
        }
        catch (Exception error) when (error is TaskStoreException or DbException or AccessDeniedException)
        {
            // reported by the health check and the dashboard
        }

        return now;
    }

    private sealed record Seen(DateTimeOffset At);
}
