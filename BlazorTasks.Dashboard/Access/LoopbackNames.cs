namespace BlazorTasks.Dashboard.Access;

/// <summary>The host names of the loopback interface.</summary>
internal static class LoopbackNames
{
    public static bool Contains(string host) =>
        host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
