namespace BlazorTasks.Dashboard.Access;

/// <summary>Notifies every open page of a shutdown while its connection is still open.</summary>
internal sealed class ShutdownNotifier(IHostApplicationLifetime process)
{
    /// <summary>How long the shutdown waits for the pages to be notified.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Func<Task>, bool> _pages = new();
    private int _listens;

    /// <summary>Registers a page for notification.</summary>
    /// <param name="tell">Notifies the page. Must not throw.</param>
    public void Join(Func<Task> tell)
    {
        _pages[tell] = true;
        if (Interlocked.Exchange(ref _listens, 1) == 0)
        {
            // callbacks run in reverse order of registration: this one runs before the framework closes the connections
            process.ApplicationStopping.Register(TellAll);
        }
    }

    public void Leave(Func<Task> tell) => _pages.TryRemove(tell, out _);

    /// <summary>Blocks, because the connections are closed when it returns.</summary>
    private void TellAll() => Task.WhenAll(_pages.Keys.Select(tell => tell())).Wait(Longest);
}
