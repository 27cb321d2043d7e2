namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>What a client asks for.</summary>
public enum OpKind
{
    Start,
    Cancel,
    Answer,
    Retry,
}

/// <summary>What the client knows about it afterwards.</summary>
public enum OpOutcome
{
    /// <summary>It was acknowledged: it must be in the history.</summary>
    Ok,

    /// <summary>It was refused (4xx): it must not be in the history.</summary>
    Refused,

    /// <summary>There was no answer, or one of the kind "perhaps" (5xx): it may be there, once.</summary>
    Unknown,
}

/// <summary>One operation of a client.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Key">The idempotency key of a start; the number of the prompt for an answer.</param>
/// <param name="Task">The task, where the client knows it.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Status">The status of the answer; 0 if there was none.</param>
/// <param name="Took">How long the client waited for it.</param>
public sealed record Op(OpKind Kind, string Key, TaskId? Task, OpOutcome Outcome, int Status, TimeSpan Took);

/// <summary>What clients asked for and were told, kept outside the process under test.</summary>
public sealed class OpLog
{
    private readonly ConcurrentQueue<Op> _ops = new();

    public IReadOnlyList<Op> Ops => [.. _ops];

    /// <summary>What each start asked for, by its key, so that it can be asked for again.</summary>
    public ConcurrentDictionary<string, (string Definition, object? Input)> Starts { get; } = [];

    public Op Add(Op op)
    {
        _ops.Enqueue(op);
        return op;
    }
}
