namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>Messages of exceptions as people read them.</summary>
internal static class ErrorText
{
    /// <summary>The message of an exception, without the name of the parameter that .NET adds.</summary>
    public static string Of(Exception error) => error.Message.Split(" (Parameter")[0];
}
