namespace BlazorTasks.Dashboard.Access;

/// <summary>The names under which a machine reaches itself.</summary>
internal static class LoopbackNames
{
    public static bool Contains(string host) =>
        host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
