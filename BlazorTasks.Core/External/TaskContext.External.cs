namespace BlazorTasks;

public sealed partial class TaskContext
{
    /// <summary>Set when this process ends, and by nothing else.</summary>
    internal CancellationToken ProcessEnding => _attempt.ProcessEnding;

    /// <summary>Asks for a script, which reads the answer later. One question at a time.</summary>
    /// <returns>What came of it; when it is accepted, the task has the question.</returns>
    internal Task<CommandResult> PutAsync(Prompt draft, TimeSpan timeout) => _task.PutAsync(draft, timeout, _attempt);

    /// <summary>The question that was open when the process before this one ended is still open.</summary>
    internal void AskAgain()
    {
        if (_task.Snapshot.Prompt is { HoldsCode: true } open)
        {
            _attempt.Append(new PromptAsked(open));
        }
    }
}
