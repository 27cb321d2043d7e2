using BlazorTasks.Definitions;

namespace BlazorTasks.Statistics;

/// <summary>
/// Keeps the latest runs of each definition and today's activity in memory, so that the store need not be queried for them.
/// </summary>
internal sealed class TaskStatistics(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Runs> _byDefinition = new();

    public ActivityLog Activity { get; } = new(time);

    public async Task LoadAsync(ITaskStore store, TaskCatalog catalog)
    {
        await Activity.LoadAsync(store).ConfigureAwait(false);
        foreach (var definition in catalog.All)
        {
            var page = await store.ListAsync(
                new TaskQuery { Definition = definition.Name, Limit = DefinitionStatistics.MaxRuns },
                CancellationToken.None).ConfigureAwait(false);
            foreach (var task in page.Items.Reverse())
            {
                Remember(definition.Name, task);
            }
        }
    }

    public void OnCommitted(TaskSnapshot task, TaskEvent committed)
    {
        if (committed.NextState is not { } next || !next.IsFinal())
        {
            return;
        }

        Activity.Finished(task.FinishedAt ?? time.GetUtcNow(), task.State);
        if (task.Definition is { } definition)
        {
            Remember(definition, task);
        }
    }

    public DefinitionStatistics Of(string definition) =>
        _byDefinition.TryGetValue(definition, out var runs) ? runs.Read() : DefinitionStatistics.None;

    private void Remember(string definition, TaskSnapshot task)
    {
        if (FinishedRun.From(task) is { } run)
        {
            _byDefinition.GetOrAdd(definition, _ => new Runs()).Add(run);
        }
    }

    private sealed class Runs
    {
        private readonly Lock _gate = new();
        private readonly Queue<FinishedRun> _last = new();
        private DefinitionStatistics? _read;

        public void Add(FinishedRun run)
        {
            lock (_gate)
            {
                _last.Enqueue(run);
                if (_last.Count > DefinitionStatistics.MaxRuns)
                {
                    _last.Dequeue();
                }

                _read = null;
            }
        }

        public DefinitionStatistics Read()
        {
            lock (_gate)
            {
                return _read ??= new DefinitionStatistics([.. _last]);
            }
        }
    }
}
