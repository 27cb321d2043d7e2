namespace BlazorTasks.External;

/// <summary>Thrown if the script reported a failure.</summary>
internal sealed class ExternalTaskFailedException(string message) : Exception(message);

/// <summary>Thrown if the script sent no heartbeat in time.</summary>
internal sealed class HeartbeatTimeoutException(TimeSpan heartbeat)
    : Exception($"No heartbeat from the script for {Words(heartbeat)}.")
{
    private static string Words(TimeSpan length) => length < TimeSpan.FromMinutes(2) ? $"{length.TotalSeconds:0.#} s" : $"{length:g}";
}
