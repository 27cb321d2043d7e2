using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>
/// Hands what a page read while it was prerendered to the circuit that takes it over, so that nothing is read twice. It
/// stays in this process: the browser only gets a token, and a circuit of another process reads for itself.
/// </summary>
internal sealed class FirstReads(TimeProvider time)
{
    private const int MaxKept = 200;

    /// <summary>A page that has not connected by then reads again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, FirstRead> _kept = [];

    /// <summary>Begins a read; from here on, changes are noticed.</summary>
    /// <param name="access">What the viewer may see.</param>
    /// <param name="concerns">Whether a frame affects what is read.</param>
    public static FirstRead Begin(TaskAccess access, Func<TaskFrame, bool> concerns)
    {
        ArgumentNullException.ThrowIfNull(access);
        return new(access, concerns);
    }

    /// <summary>Keeps what was read for a short time.</summary>
    /// <returns>The token to take it with; null when too much is kept already.</returns>
    public string? Keep(FirstRead read, object content)
    {
        if (_kept.Count >= MaxKept)
        {
            read.Dispose();
            return null;
        }

        var token = RandomNumberGenerator.GetHexString(32);
        read.Content = content;
        _kept[token] = read;
        read.Expiry = time.CreateTimer(_ => Take(token)?.Dispose(), null, Lifetime, Timeout.InfiniteTimeSpan);
        return token;
    }

    /// <summary>Takes what was kept for the same person, once; null when there is none.</summary>
    public FirstRead? Take(string? token, Person person)
    {
        var read = Take(token);
        if (read is not null && !read.Reader.IsSame(person))
        {
            read.Dispose();
            return null;
        }

        return read;
    }

    private FirstRead? Take(string? token) => token is not null && _kept.TryRemove(token, out var read) ? read : null;
}

/// <summary>What a page read first, and whether it has changed since.</summary>
internal sealed class FirstRead : IDisposable
{
    private readonly IDisposable _subscription;

    public FirstRead(TaskAccess access, Func<TaskFrame, bool> concerns)
    {
        Reader = access.Person;
        _subscription = access.Subscribe(frame => IsStale |= concerns(frame));
    }

    /// <summary>Who read it.</summary>
    public Person Reader { get; }

    /// <summary>What was read.</summary>
    public object? Content { get; set; }

    /// <summary>Whether something that concerns it has changed since.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Ends its life.</summary>
    public ITimer? Expiry { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        Expiry?.Dispose();
        _subscription.Dispose();
    }
}
