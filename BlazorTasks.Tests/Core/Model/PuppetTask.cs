using System.Threading.Channels;

namespace BlazorTasks.Tests.Core.Model;

/// <summary>A task whose code does what the test tells it, a move at a time.</summary>
internal sealed class PuppetTask
{
    private readonly Channel<Move> _moves = Channel.CreateUnbounded<Move>();
    private volatile bool _rests;

    public enum Move
    {
        Confirm,
        Require,
        Choose,
        Step,
        Report,
        Log,
        Checkpoint,
        Return,
        Fail,
        FailForGood,
    }

    /// <summary>Whether the code waits for its next move.</summary>
    public bool Rests => _rests;

    public void Do(Move move)
    {
        _rests = false;
        _moves.Writer.TryWrite(move);
    }

    /// <summary>The code.</summary>
    public async Task<int> RunAsync(TaskContext task)
    {
        while (_moves.Reader.TryRead(out _))
        {
            // what an earlier attempt left undone is not done by this one
        }

        while (true)
        {
            switch (await NextAsync(task.CancellationToken))
            {
                case Move.Confirm:
                    await task.ConfirmAsync("Go on?", new() { Timeout = TimeSpan.FromHours(1), Default = true });
                    break;
                case Move.Require:
                    await task.RequireConfirmAsync("Delete?", new() { Timeout = TimeSpan.FromHours(1) });
                    break;
                case Move.Choose:
                    await task.ChooseAsync("Which?", "a", "b");
                    break;
                case Move.Step:
                    await task.StepAsync("Step", () => Task.CompletedTask);
                    break;
                case Move.Report:
                    task.Report(task.Attempt * 10, "reported");
                    break;
                case Move.Log:
                    task.Warn("a line");
                    break;
                case Move.Checkpoint:
                    await task.CheckpointAsync();
                    break;
                case Move.Return:
                    return task.Attempt;
                case Move.Fail:
                    throw new IOException("once");
                default:
                    throw new NotSupportedException("for good");
            }
        }
    }

    private async Task<Move> NextAsync(CancellationToken cancelled)
    {
        _rests = true;
        try
        {
            return await _moves.Reader.ReadAsync(cancelled);
        }
        finally
        {
            _rests = false;
        }
    }
}
