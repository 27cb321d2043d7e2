namespace BlazorTasks.Cluster.Shared;

/// <summary>What people have set for themselves, among the values that all nodes share.</summary>
internal sealed class PostgresSettings(ISharedState state) : ITaskSettings
{
    public async Task<string?> FindAsync(string name, string person, CancellationToken cancellationToken) =>
        await state.FindAsync(Area(name), person, cancellationToken).ConfigureAwait(false) is { } found ? Text(found) : null;

    public async Task<IReadOnlyDictionary<string, string>> ListAsync(string name, CancellationToken cancellationToken) =>
        (await state.ListAsync(Area(name), cancellationToken).ConfigureAwait(false)).ToDictionary(one => one.Key, Text);

    public Task PutAsync(string name, string person, string value, CancellationToken cancellationToken) =>
        state.PutAsync(Area(name), person, System.Text.Encoding.UTF8.GetBytes(value), lifetime: null, cancellationToken);

    public Task<bool> ReplaceAsync(string name, string person, string? expected, string? value, CancellationToken cancellationToken) =>
        state.ReplaceAsync(Area(name), person, Bytes(expected), Bytes(value), cancellationToken);

    private static ReadOnlyMemory<byte>? Bytes(string? value) => // null alone would be an empty array here
        value is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.UTF8.GetBytes(value);

    private static string Area(string name) => $"settings/{name}";

    private static string Text(SharedValue value) => System.Text.Encoding.UTF8.GetString(value.Value.Span);
}
