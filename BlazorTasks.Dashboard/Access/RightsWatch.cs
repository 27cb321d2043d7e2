namespace BlazorTasks.Dashboard.Access;

/// <summary>Checks every 60 seconds whether the rights of a person are still those that a view was opened with.</summary>
internal sealed class RightsWatch : IDisposable
{
    private readonly CancellationTokenSource _changed = new();
    private readonly TaskAccess _access;
    private readonly ITimer _timer;

    public RightsWatch(TaskAccess access, TimeProvider time)
    {
        _access = access;
        _timer = time.CreateTimer(_ => _ = CheckAsync(), null, CurrentRights.CheckInterval, CurrentRights.CheckInterval);
    }

    /// <summary>Cancelled when the rights have changed.</summary>
    public CancellationToken Changed => _changed.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _changed.Dispose();
    }

    private async Task CheckAsync()
    {
        if (!await IsUnchangedAsync())
        {
            try
            {
                await _changed.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // the view was closed in the meantime
            }
        }
    }

    /// <summary>Rights that cannot be checked do not last.</summary>
    private async Task<bool> IsUnchangedAsync()
    {
        try
        {
            return await _access.CurrentAsync() is { } now && now.IsSame(_access.Person);
        }
#pragma warning disable CA1031 // whatever the host's code throws
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
