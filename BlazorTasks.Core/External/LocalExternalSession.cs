using BlazorTasks.Secrets;

namespace BlazorTasks.External;

/// <summary>A call of a script whose task runs in this process.</summary>
internal sealed class LocalExternalSession(MonitoredTask task, ExternalTaskCoordinator coordinator, TaskContext context)
    : ExternalSession(task.Runtime)
{
    public override TaskSnapshot Task => task.Snapshot;

    public override TimeSpan Heartbeat => coordinator.Start.Heartbeat;

    public override bool IsCancelRequested => task.State == TaskState.Cancelling || base.IsCancelRequested;

    /// <summary>Opens a session once the task runs.</summary>
    public static async Task<LocalExternalSession> OpenAsync(
        MonitoredTask task,
        ExternalTaskCoordinator coordinator,
        CancellationToken stop)
    {
        try
        {
            var context = await coordinator.BeginCallAsync(stop).ConfigureAwait(false);
            return new LocalExternalSession(task, coordinator, context);
        }
        catch
        {
            coordinator.EndCall();
            throw;
        }
    }

    public override void Report(double? progress, string? status = null) => context.Report(progress, status);

    public override void Log(LogLevel level, string text)
    {
        if (level == LogLevel.Warning)
        {
            context.Warn(text);
        }
        else
        {
            context.Log(level, text);
        }
    }

    public override Task<CommandResult> CompleteAsync(JsonElement? result, CancellationToken cancellationToken = default) =>
        EndAsync(coordinator.TryComplete(result), cancellationToken);

    public override Task<CommandResult> FailAsync(string error, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        var asked = IsCancelRequested;
        if (asked)
        {
            context.Log(error);
        }

        return EndAsync(coordinator.TryFail(error, asked), cancellationToken);
    }

    internal override Task<CommandResult> PutAsync(Prompt draft, TimeSpan timeout) => context.PutAsync(context.Redact(draft), timeout);

    private protected override Task LearnSecretsAsync(Prompt prompt, PromptAnswered answer)
    {
        SecretFields.Reveal(prompt.Form, answer.Values, task.Runtime.Secrets, context.AddSecret);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private protected override void EndCall() => coordinator.EndCall();

    private async Task<CommandResult> EndAsync(bool isFirst, CancellationToken stop)
    {
        await ((Task)task.Completion).WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
        return isFirst ? CommandResult.Accepted(Task) : CommandResult.AlreadyFinal(Task);
    }
}
