using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace BlazorTasks.Dashboard.Access;

/// <summary>The last word to every open page when the process ends, while its connection is still there.</summary>
internal sealed class ShutdownNotifier(IHostApplicationLifetime process)
{
    /// <summary>How long the process waits until the pages have heard it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Func<Task>, bool> _pages = new();
    private int _listens;

    /// <summary>From now on the page is told.</summary>
    /// <param name="tell">Tells it; does not throw.</param>
    public void Join(Func<Task> tell)
    {
        _pages[tell] = true;
        if (Interlocked.Exchange(ref _listens, 1) == 0)
        {
            process.ApplicationStopping.Register(TellAll); // the last to register is the first to be called: before the framework closes the connections
        }
    }

    public void Leave(Func<Task> tell) => _pages.TryRemove(tell, out _);

    /// <summary>Blocks, because the connections are closed when it returns.</summary>
    private void TellAll() => Task.WhenAll(_pages.Keys.Select(tell => tell())).Wait(Longest);
}
