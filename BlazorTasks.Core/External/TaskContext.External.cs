namespace BlazorTasks;

public sealed partial class TaskContext
{
    /// <summary>Cancelled on shutdown only.</summary>
    internal CancellationToken ProcessEnding => _attempt.ProcessEnding;

    /// <summary>Opens a prompt for a script, which reads the answer later. One prompt at a time.</summary>
    /// <returns>The result. If it was accepted, the prompt is part of the task.</returns>
    internal Task<CommandResult> PutAsync(Prompt draft, TimeSpan timeout) => _task.PutAsync(draft, timeout, _attempt);

    /// <summary>Continues with the prompt that was open when the previous process ended.</summary>
    internal void AskAgain()
    {
        if (_task.Snapshot.Prompt is { HoldsCode: true } open)
        {
            _attempt.Append(new PromptAsked(open));
        }
    }
}
