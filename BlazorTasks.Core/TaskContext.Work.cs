using System.Runtime.CompilerServices;
using BlazorTasks.Diagnostics;

namespace BlazorTasks;

public sealed partial class TaskContext
{
    private int _step;

    /// <summary>Enumerates items, reports progress after each one, and stops between items when the task is cancelled.</summary>
    /// <param name="items">The items.</param>
    /// <param name="total">The number of items. Null uses the count of the sequence, if it is known.</param>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public IEnumerable<T> Track<T>(IEnumerable<T> items, long? total = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Go(items, total ?? (items.TryGetNonEnumeratedCount(out var count) ? count : null));

        IEnumerable<T> Go(IEnumerable<T> source, long? all)
        {
            var done = 0L;
            foreach (var item in source)
            {
                CheckpointAsync().GetAwaiter().GetResult(); // a synchronous loop blocks its thread while it is paused
                yield return item;
                ReportShare(++done, all);
            }
        }
    }

    /// <inheritdoc cref="Track{T}(IEnumerable{T}, long?)" />
    public IAsyncEnumerable<T> Track<T>(IAsyncEnumerable<T> items, long? total = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Go(items, total, CancellationToken);

        async IAsyncEnumerable<T> Go(IAsyncEnumerable<T> source, long? all, [EnumeratorCancellation] CancellationToken cancellation)
        {
            var done = 0L;
            await foreach (var item in source.WithCancellation(cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested();
                await CheckpointAsync().ConfigureAwait(false);
                yield return item;
                ReportShare(++done, all);
            }
        }
    }

    /// <summary>Runs a named step, which appears in the timeline with its duration and outcome.</summary>
    public Task StepAsync(string name, Func<Task> work) => StepAsync(name, async () =>
    {
        await work().ConfigureAwait(false);
        return 0;
    });

    /// <inheritdoc cref="StepAsync(string, Func{Task})" />
    public async Task<T> StepAsync<T>(string name, Func<Task<T>> work)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(work);
        CancellationToken.ThrowIfCancellationRequested();
        name = Text.Truncate(Live.Hide(name), Text.MaxName);
        if (_attempt.Journal.TryTakeStep(name, out var stored))
        {
            _attempt.ReuseStep(name, Interlocked.Increment(ref _step));
            return stored is { } json ? json.Deserialize<T>(TaskJson.Options)! : default!;
        }

        var step = _attempt.StartStep(name, Interlocked.Increment(ref _step));
        using var span = TaskTelemetry.StartStep(name);
        try
        {
            var result = await work().ConfigureAwait(false);
            _attempt.Append(new StepFinished(step)
            {
                Result = _attempt.KeepsResults ? TaskJson.ToResult(
                result,
                _task.Runtime.Options.MaxResultBytes) : null
            });
            return result;
        }
        catch (Exception error)
        {
            // not every cancellation is the task's: HttpClient throws the same on a timeout
            var wasStopped = TaskError.CauseOf(error) is OperationCanceledException && CancellationToken.IsCancellationRequested;
            var end = wasStopped ? "cancelled" : Text.Truncate(Live.Hide(TaskError.MessageOf(error)), _task.Runtime.Options.MaxErrorText);
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, end);
            _attempt.Append(new StepFinished(step, end));
            throw;
        }
    }

    /// <summary>Creates an <see cref="IProgress{T}"/> for code that reports its own kind of progress.</summary>
    /// <param name="toPercent">Returns the completed percentage, 0 to 100, or null if it is unknown.</param>
    /// <param name="toStatus">Returns a status text.</param>
    public IProgress<T> Progress<T>(Func<T, double?> toPercent, Func<T, string?>? toStatus = null) =>
        new Adapter<T>(this, toPercent, toStatus);

    private void ReportShare(long done, long? total)
    {
        if (total > 0)
        {
            Report(100.0 * done / total);
        }
    }

    private sealed class Adapter<T>(TaskContext task, Func<T, double?> toPercent, Func<T, string?>? toStatus) : IProgress<T>
    {
        public void Report(T value) => task.Report(toPercent(value), toStatus?.Invoke(value));
    }
}
