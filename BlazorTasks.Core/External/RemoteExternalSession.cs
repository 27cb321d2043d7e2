using BlazorTasks.Execution;
using BlazorTasks.Forms;

namespace BlazorTasks.External;

/// <summary>
/// A call of a script whose task runs on another node, or waits for one. What it reports is sent there at the end of the call.
/// While the call is open, the session sends the heartbeats.
/// </summary>
internal sealed class RemoteExternalSession : ExternalSession
{
    private readonly Lock _gate = new();
    private readonly Func<ScriptReport, Task<CommandResult>> _send;
    private readonly ITimer _heartbeat;
    private TaskSnapshot _task;
    private ScriptReport _unsent = new();
    private List<ScriptLine> _lines = [];
    private bool _isSent;

    /// <param name="runtime">The engine.</param>
    /// <param name="task">The task as stored.</param>
    /// <param name="start">How it was started.</param>
    /// <param name="send">Has a report carried out by the node that runs the task.</param>
    public RemoteExternalSession(TaskRuntime runtime, TaskSnapshot task, ExternalStart start, Func<ScriptReport, Task<CommandResult>> send)
        : base(runtime)
    {
        (_task, _send, Heartbeat) = (task, send, start.Heartbeat);
        _heartbeat = runtime.Time.CreateTimer(_ => _ = send(new ScriptReport()), null, start.Heartbeat / 2, start.Heartbeat / 2);
    }

    public override TaskSnapshot Task => _task;

    public override TimeSpan Heartbeat { get; }

    public override void Report(double? progress, string? status = null)
    {
        lock (_gate)
        {
            _unsent = _unsent with { Progress = progress ?? _unsent.Progress, Status = status ?? _unsent.Status };
            _isSent = false;
        }
    }

    public override void Log(LogLevel level, string text)
    {
        lock (_gate)
        {
            _lines.Add(new ScriptLine(level, text));
            _isSent = false;
        }
    }

    public override Task<CommandResult> SendAsync() =>
        _isSent ? base.SendAsync() : SendAsync(report => report);

    public override Task<CommandResult> CompleteAsync(JsonElement? result, CancellationToken cancellationToken = default) =>
        SendAsync(report => report with { IsComplete = true, Result = result });

    public override Task<CommandResult> FailAsync(string error, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return SendAsync(report => report with { Error = error });
    }

    internal override Task<CommandResult> PutAsync(Prompt draft, TimeSpan timeout) =>
        SendAsync(report => report with { Prompt = draft, Timeout = timeout });

    private protected override async Task LearnSecretsAsync(Prompt prompt, PromptAnswered answer)
    {
        if (prompt.Form.AllFields.Any(field => field.Type == FieldType.Secret))
        {
            await SendAsync(report => report with { Read = prompt.Id }).ConfigureAwait(false);
        }
    }

    private protected override void EndCall() => _heartbeat.Dispose();

    private async Task<CommandResult> SendAsync(Func<ScriptReport, ScriptReport> with)
    {
        ScriptReport report;
        lock (_gate)
        {
            report = with(_unsent with { Lines = _lines });
            (_unsent, _lines, _isSent) = (new(), [], true);
        }

        var result = await _send(report).ConfigureAwait(false);
        _task = result.Task ?? _task;
        return result;
    }
}
