using System.Data.Common;

namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>Messages of exceptions as people read them.</summary>
internal static class ErrorText
{
    /// <summary>The message of an exception, without the name of the parameter that .NET adds.</summary>
    public static string Of(Exception error) => error.Message.Split(" (Parameter")[0];

    /// <summary>
    /// Whether an exception is the answer to what somebody wanted to do, such as a refusal, and not a fault of the dashboard.
    /// </summary>
    public static bool IsRejection(Exception error) => error is ArgumentException or AccessDeniedException or InvalidInputException
        or QueueFullException or StorageUnavailableException or TaskStoreException or DbException;
}
