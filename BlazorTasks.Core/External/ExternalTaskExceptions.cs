namespace BlazorTasks.External;

/// <summary>The script said that it failed.</summary>
internal sealed class ExternalTaskFailedException(string message) : Exception(message);

/// <summary>Nothing was heard of the script for longer than its heartbeat.</summary>
internal sealed class HeartbeatTimeoutException(TimeSpan heartbeat)
    : Exception($"No heartbeat from the script for {Words(heartbeat)}.")
{
    private static string Words(TimeSpan length) => length < TimeSpan.FromMinutes(2) ? $"{length.TotalSeconds:0.#} s" : $"{length:g}";
}
