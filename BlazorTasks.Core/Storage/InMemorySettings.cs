namespace BlazorTasks.Storage;

/// <summary>What people have set for themselves, in the memory of this process.</summary>
internal sealed class InMemorySettings : ITaskSettings
{
    private readonly ConcurrentDictionary<(string Name, string Person), string> _settings = new();

    public Task<string?> FindAsync(string name, string person, CancellationToken cancellationToken) =>
        Task.FromResult(_settings.GetValueOrDefault((name, person)));

    public Task<IReadOnlyDictionary<string, string>> ListAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(
            _settings.Where(one => one.Key.Name == name).ToDictionary(one => one.Key.Person, one => one.Value));

    public Task PutAsync(string name, string person, string value, CancellationToken cancellationToken)
    {
        _settings[(name, person)] = value;
        return Task.CompletedTask;
    }

    public Task<bool> ReplaceAsync(string name, string person, string? expected, string? value, CancellationToken cancellationToken) =>
        Task.FromResult((expected, value) switch
        {
            (null, _) => _settings.TryAdd((name, person), value!),
            (_, null) => _settings.TryRemove(KeyValuePair.Create((name, person), expected)),
            _ => _settings.TryUpdate((name, person), value, expected),
        });
}
