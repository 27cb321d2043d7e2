namespace BlazorTasks;

/// <summary>The engine cannot start as it is set up. The message is one sentence for people that names the culprit.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">The cause.</param>
public class TaskSetupException(string message, Exception? inner = null) : Exception(message, inner);
