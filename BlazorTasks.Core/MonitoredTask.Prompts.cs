using BlazorTasks.Execution;
using BlazorTasks.Prompts;
using BlazorTasks.Secrets;

namespace BlazorTasks;

public abstract partial class MonitoredTask
{
    private Task _lastAnswer = Task.CompletedTask;

    /// <summary>The id of the open prompt.</summary>
    internal string? OpenPromptId => _current.Prompt?.Id;

    /// <summary>Whether the task's code is waiting for an answer in this process.</summary>
    internal bool IsWaitingInCode => _current is { State: TaskState.Waiting, Prompt.HoldsCode: true };

    /// <summary>The id of the next prompt.</summary>
    internal string NextPromptId => (_current.Prompts + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Who requested a pause that has not taken effect yet.</summary>
    internal string? PauseRequestedBy => _current.PauseRequestedBy;

    /// <summary>Answers the open prompt if the answer is valid and is the first one.</summary>
    /// <param name="promptId">The prompt's id.</param>
    /// <param name="answer">A JSON object that matches the prompt's form.</param>
    /// <param name="by">Who answers, or null for the application itself.</param>
    /// <param name="work">The work to run, with its new input, when another attempt with a changed input is requested.</param>
    /// <returns>The result, or null if this prompt is not open.</returns>
    internal async Task<CommandResult?> AnswerAsync(
        string promptId,
        JsonElement? answer,
        Person? by,
        (JsonElement Input, TaskWork Work)? work = null)
    {
        if (await Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(_published).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        TaskSnapshot task;
        Task faster;
        lock (_gate)
        {
            (task, faster) = (_current, _lastAnswer);
        }

        if (task.Prompt is not { } prompt || prompt.Id != promptId)
        {
            // the stored answer names who was first
            return await Runtime.Journal.CircuitBreaker.IsStoredAsync(faster).ConfigureAwait(false) ? null
                : CommandResult.NotKnownYet(task);
        }

        if (!prompt.For.Allow(by, task.Owner))
        {
            return await Runtime.ActionAudit.NotAllowedAsync(
                task,
                by,
                AuditAction.Answer,
                $"\"{prompt.Title}\" can be answered by {prompt.For}.").ConfigureAwait(false);
        }

        var form = _attempt?.PromptsSoFar?.FormOf(promptId) ?? prompt.Form;
        var reading = form.Read(answer, Runtime.Uploads);
        if (!reading.IsValid)
        {
            return CommandResult.Invalid(task, reading.Errors);
        }

        if (!TaskJson.IsShallow(reading.Input))
        {
            return CommandResult.Invalid(
                task,
                new Dictionary<string, string> { [""] = $"The answer is nested deeper than {TaskJson.MaxDepth} levels." });
        }

        if (reading.Input.GetRawText().Length > Runtime.Options.MaxAnswerBytes)
        {
            return CommandResult.Invalid(
                task,
                new Dictionary<string, string> { [""] = $"The answer is larger than {Runtime.Options.MaxAnswerBytes:N0} bytes." });
        }

        var values = SecretFields.Protect(form, reading.Input, Runtime.Secrets);
        return await AcceptAnswerAsync(
            promptId,
            current => Answered(prompt, current, by?.Name, values, work?.Input),
            work?.Work).ConfigureAwait(false);
    }

    /// <summary>Opens a prompt for a script, which reads the answer from the milestones, unless another prompt is open.</summary>
    internal async Task<CommandResult> PutAsync(Prompt draft, TimeSpan timeout, Attempt attempt)
    {
        if (await Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(_published).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PromptAsked asked;
        lock (_gate)
        {
            var now = Runtime.Time.UtcMicros();
            asked = new PromptAsked(draft with { Id = NextPromptId, AskedAt = now, Deadline = now.After(timeout) });
            if (_current.Prompt is { } open)
            {
                return CommandResult.NotNow(
                    _current,
                    $"{_current.Name} already has an open prompt, \"{open.Title}\". Read its answer first.");
            }

            if (!AppendIfAllowed(asked, committed, attempt))
            {
                return CommandResult.NotNow(
                    _current,
                    $"The prompt \"{draft.Title}\" was not opened because {_current.Name} is {_current.State}.");
            }
        }

        Runtime.Router.OnAppended(this, asked);
        var stored = await StoredAsync(committed.Task).ConfigureAwait(false);
        return stored.IsAccepted ? stored with { PromptId = asked.Prompt.Id } : stored;
    }

    /// <summary>Requests a pause at the task's next checkpoint, or withdraws the request.</summary>
    /// <param name="by">Who requests it, or null to withdraw the request.</param>
    /// <param name="withdrawnBy">Who withdraws it.</param>
    internal async Task<CommandResult> PauseAsync(string? by, string? withdrawnBy = null) =>
        await Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(_published).ConfigureAwait(false)
        ?? await PauseNowAsync(new PauseRequested(by) { WithdrawnBy = withdrawnBy }).ConfigureAwait(false);

    private Task<CommandResult> PauseNowAsync(PauseRequested request) =>
        Work.External is not null
            ? Task.FromResult(CommandResult.NotNow(_current, $"{_current.Name} is an external task. External tasks cannot be paused."))
        : _current.State is TaskState.Running or TaskState.Starting or TaskState.Waiting ? AcceptAsync(request)
        : Task.FromResult(CommandResult.NotNow(_current, $"{_current.Name} is {_current.State} and cannot be paused."));

    /// <summary>Releases or reacquires the concurrency slot of the current attempt.</summary>
    internal void HoldConcurrencySlot() => _attempt?.HoldConcurrencySlot();

    /// <summary>Handles the timeout of the open prompt, if it has expired.</summary>
    internal void OnPromptDue()
    {
        var task = _current;
        if (task.Prompt is { Deadline: { } deadline } prompt && deadline <= Runtime.Time.GetUtcNow())
        {
            _ = AcceptAnswerAsync(prompt.Id, current => Unanswered(prompt, current), null);
        }
    }

    private async Task<CommandResult?> AcceptAnswerAsync(string promptId, Func<TaskSnapshot, TaskEvent> toEvent, TaskWork? work)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskEvent? answered = null;
        lock (_gate)
        {
            if (_current.Prompt?.Id == promptId)
            {
                answered = toEvent(_current);
                if (!AppendIfAllowed(answered, committed, null))
                {
                    return CommandResult.NotNow(_current, $"{_current.Name} is {_current.State} and no longer waiting for an answer.");
                }

                Work = work ?? Work;
                _lastAnswer = committed.Task;
            }
        }

        if (answered is null)
        {
            // someone was faster
            return await Runtime.Journal.CircuitBreaker.IsStoredAsync(_lastAnswer).ConfigureAwait(false)
                ? null
                : CommandResult.NotKnownYet(_published);
        }

        Runtime.Router.OnAppended(this, answered);
        return await StoredAsync(committed.Task).ConfigureAwait(false);
    }

    private static TaskEvent Answered(Prompt prompt, TaskSnapshot task, string? by, JsonElement values, JsonElement? input) =>
        prompt.Kind switch
        {
            PromptKind.Retry when PromptForms.ValueOf(values).GetString() == Prompt.Retry => new RetryApproved(prompt.Id, by, input),
            PromptKind.Retry => new TaskFailed(TaskReason.RetryDeclined, prompt.Error!) { By = by },
            _ => new PromptAnswered(prompt.Id, by, values) { Resumes = task.State == TaskState.Waiting },
        };

    private TaskEvent Unanswered(Prompt prompt, TaskSnapshot task) => prompt switch
    {
        { Kind: PromptKind.Retry } when Policy.RetryUnanswered => new RetryApproved(prompt.Id, null),
        { Kind: PromptKind.Retry } => new TaskFailed(TaskReason.PromptTimeout, prompt.Error!),
        { Default: { } values } =>
            new PromptAnswered(prompt.Id, null, values) { IsDefault = true, Resumes = task.State == TaskState.Waiting },
        _ => new PromptExpired(prompt.Id) { Resumes = task.State == TaskState.Waiting },
    };
}
