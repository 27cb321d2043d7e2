namespace BlazorTasks.Dashboard.Endpoints.Mapping;

/// <summary>Maps events to messages of streams and WebSockets (docs/api.md).</summary>
internal static class MessageMapping
{
    /// <summary>Returns the message for an event.</summary>
    /// <param name="task">The task after the event.</param>
    /// <param name="taskEvent">The event.</param>
    public static TaskMessage ToMessage(this TaskSnapshot task, TaskEvent taskEvent)
    {
        var shown = task.ToApi();
        TaskMessage message = taskEvent switch
        {
            TaskLogged logged => Lines(logged),
            PromptAsked asked => Question(asked.Prompt, task, shown),
            TaskSucceeded succeeded => new TaskCompleted(succeeded.Result, shown),
            TaskFailed or TaskInterrupted => new TaskFailure(shown.Error!, false, task.Attempt, null, shown),
            TaskCancelled or TaskDeclined => new TaskStopped(shown),
            _ => new StateUpdate(shown),
        };
        return message with { TaskId = task.Id.Value, Seq = taskEvent.Seq, At = taskEvent.At };
    }

    /// <summary>Returns the message for live state between two events: progress and status.</summary>
    public static TaskMessage ToMessage(this TaskSnapshot task, DateTimeOffset at) =>
        new StateUpdate(task.ToApi()) { TaskId = task.Id.Value, Seq = task.Seq, At = at };

    private static TaskMessage Question(Prompt prompt, TaskSnapshot task, ApiTask shown) => prompt.Kind switch
    {
        PromptKind.Confirm => new RequestConfirmation(prompt.Id, prompt.Title, shown),
        PromptKind.Retry => new TaskFailure(shown.Error!, true, task.Attempt, prompt.Id, shown),
        PromptKind.Pause => new StateUpdate(shown),
        _ => new RequestUserInput(prompt.Id, prompt.Title, prompt.Form.Fields.ToApi(), shown),
    };

    private static LogMessage Lines(TaskLogged logged)
    {
        var trimmed = logged.Trimmed?.Lines ?? 0;
        var content = string.Join('\n', logged.Lines.Select(line => line.Text));
        return new LogMessage(content, logged.FirstLine + trimmed, logged.Lines.Count, logged.Dropped + trimmed);
    }
}
