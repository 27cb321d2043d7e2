namespace BlazorTasks.Tests.Support;

/// <summary>
/// Waits for what tells nobody when it comes: another process, a socket, what is shown while the clock stands still. Where
/// there is a signal, wait for that.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks again and again until it is so. Throws what was wanted when it is not so in time.</summary>
    public static Task TrueAsync(Func<bool> wanted, TimeSpan more = default, [CallerArgumentExpression(nameof(wanted))] string what = "") =>
        TrueAsync(() => Task.FromResult(wanted()), more, what);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan, string)"/>
    public static async Task TrueAsync(Func<Task<bool>> wanted, TimeSpan more = default,
        [CallerArgumentExpression(nameof(wanted))] string what = "") =>
        await FoundAsync(async () => await wanted() ? wanted : null, more, what);

    /// <summary>Looks again and again until there is something, and gives it back.</summary>
    public static async Task<T> FoundAsync<T>(Func<Task<T?>> look, TimeSpan more = default,
        [CallerArgumentExpression(nameof(look))] string what = "")
        where T : class
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (TimeProvider.System.GetElapsedTime(began) > TestMonitor.MaxWait + more)
            {
                throw new TimeoutException($"Not so in time: {what}");
            }

            await Task.Delay(Pause);
        }
    }
}
