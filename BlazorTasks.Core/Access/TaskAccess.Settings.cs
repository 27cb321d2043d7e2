namespace BlazorTasks;

/// <content>What they have set for themselves.</content>
public sealed partial class TaskAccess
{
    /// <summary>Returns a setting of theirs, or null if they have not set it.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<T?> FindSettingAsync<T>(string name, CancellationToken cancellationToken = default)
        where T : class =>
        _monitor.Settings.FindAsync<T>(name, Person.Id, cancellationToken);

    /// <summary>Stores a setting of theirs.</summary>
    /// <exception cref="AccessDeniedException">They have lost all access.</exception>
    public async Task SetAsync<T>(string name, T value, CancellationToken cancellationToken = default)
        where T : class
    {
        if (await CurrentAsync().ConfigureAwait(false) is null)
        {
            throw new AccessDeniedException(AccessDeniedException.NoLongerAllowed);
        }

        await _monitor.Settings.SetAsync(name, Person.Id, value, cancellationToken).ConfigureAwait(false);
    }
}
