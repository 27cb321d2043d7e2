namespace BlazorTasks;

/// <summary>
/// Thrown if the engine cannot start because of an invalid configuration. The message names the cause in one sentence.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="inner">The cause.</param>
public class TaskSetupException(string message, Exception? inner = null) : Exception(message, inner);
