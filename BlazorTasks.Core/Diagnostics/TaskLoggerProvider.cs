namespace BlazorTasks.Diagnostics;

/// <summary>Copies what code logs through ILogger while a task runs it to that task's log, without changes to that code.</summary>
[ProviderAlias("BlazorTasks")]
internal sealed class TaskLoggerProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new TaskLogger(categoryName);

    public void Dispose()
    {
    }

    private sealed class TaskLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && TaskContext.TryGetCurrent(out _);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (TaskContext.TryGetCurrent(out var task))
            {
                var text = formatter(state, exception);
                task.Live.Write(logLevel, exception is null ? text : $"{text} {TaskError.TextOf(exception)}", category, isWarning: false);
            }
        }
    }
}
