namespace BlazorTasks.Tests.Cluster;

/// <summary>Several engines on one database, each with its own lease, as if they were processes.</summary>
public abstract class ClusterTest(PostgresServer server) : IAsyncLifetime
{
    private static readonly Lazy<Assembly> Definitions = new(() => SourceAssembly.Compile(
        """
        using BlazorTasks;
        public sealed class ClusterTasks(Func<TaskContext, string, Task<string>> run, Func<TaskFile, Task> read)
        {
            [MonitoredTask("Read file")] public Task ReadAsync(TaskFile file) => read(file);
            [MonitoredTask("Run")] public Task<string> RunAsync(string name, TaskContext task) => run(task, name);
            [MonitoredTask("Run again", Restartable = true)]
            public Task<string> AgainAsync(string name, TaskContext task) => run(task, name);
            [MonitoredTask("Run by letter", Concurrency = 1, ConcurrencyKey = "letter")]
            public Task<string> ByLetterAsync(string name, string letter, TaskContext task) => run(task, name);
            [MonitoredTask("Run few", Concurrency = 3)] public Task<string> FewAsync(string name, TaskContext task) => run(task, name);
        }
        """));

    private readonly List<TestNode> _nodes = [];
    private readonly EphemeralSecretProtector _secrets = new();
    private readonly TempFolder _folder = new();
    private string _database = "";

    protected string Database => _database;

    protected Task ExecuteAsync(string sql) => server.ExecuteAsync(new NpgsqlConnectionStringBuilder(_database).Database!, sql);

    public async Task InitializeAsync() => _database = await server.NewDatabaseAsync();

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Starts a node.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="slots">How many tasks it runs at once.</param>
    /// <param name="lease">How long its lease lasts.</param>
    /// <param name="knows">Whether it knows the definitions.</param>
    /// <param name="database">How it reaches the database.</param>
    /// <param name="link">How it reaches the other nodes. Without, tests are quicker, and about what holds without.</param>
    protected async Task<TestNode> StartAsync(
        string name,
        int slots = 64,
        TimeSpan? lease = null,
        bool knows = true,
        string? database = null,
        ClusterLink link = ClusterLink.None)
    {
        var node = new TestNode(name, builder =>
        {
            builder.Services.AddSingleton<ISecretProtector>(_secrets);
            builder.UsePostgres(database ?? _database, cluster =>
                (cluster.LeaseDuration, cluster.Link) = (lease ?? TimeSpan.FromSeconds(8), link))
                .Configure(options => (options.Node, options.MaxConcurrency) = (name, slots))
                .Configure(options => (options.UploadFolder, options.ResultFolder) =
                    (_folder.File($"{name}-uploads"), _folder.File($"{name}-results")));
            if (knows)
            {
                builder.AddTasksFrom(Definitions.Value);
            }
        });
        _nodes.Add(node);
        await node.Monitor.OpenAsync();
        return node;
    }

    /// <summary>Waits until the nodes know of each other, so that they tell each other what they change.</summary>
    protected static Task MeetAsync(params TestNode[] nodes) =>
        Eventually.TrueAsync(() => nodes.All(node => !node.Store.Cluster!.IsAlone));

    /// <summary>Fills the only slot of a node and starts a task there, which the other node runs to its end.</summary>
    protected static async Task<MonitoredTask> RunOnTheOtherAsync(TestNode first, TestNode second)
    {
        await first.StartAsync("a");
        await first.RunningAsync("a");

        var handle = await first.StartAsync("b");
        await second.RunningAsync("b");
        second.End("b");
        await handle.Completion.WaitAsync(TestMonitor.MaxWait);
        return handle;
    }

    /// <summary>A node of a test, and what runs on it.</summary>
    protected sealed class TestNode : IAsyncDisposable
    {
        private readonly TestMonitor _test;
        private readonly ConcurrentDictionary<string, TaskCompletionSource<TaskContext>> _running = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _ends = new();

        public TestNode(string name, Action<BlazorTasksBuilder> configure)
        {
            Name = name;
            _test = new TestMonitor(builder =>
            {
                configure(builder);
                builder.Services.AddSingleton<Func<TaskContext, string, Task<string>>>(RunAsync);
                builder.Services.AddSingleton<Func<TaskFile, Task>>(async file => FileRead = await FileCode(file));
            });
        }

        public string Name { get; }

        public TaskMonitor Monitor => _test.Monitor;

        public ITaskStore Store => _test.Store;

        /// <summary>What it and the other nodes share.</summary>
        public BlazorTasks.Cluster.ITaskCluster Cluster => _test.Store.Cluster!;

        /// <summary>How a task reads its file.</summary>
        public Func<TaskFile, Task<byte[]>> FileCode { get; set; } = file => File.ReadAllBytesAsync(file.Path);

        /// <summary>What a task has read.</summary>
        public byte[]? FileRead { get; private set; }

        /// <summary>What runs instead of waiting for <see cref="End"/>.</summary>
        public Func<TaskContext, string, Task<string>>? Code { get; set; }

        public async Task<MonitoredTask> StartAsync(string name, string definition = "run", StartOptions? options = null) =>
            await Monitor.StartAsync(definition, Json.Parse($$"""{"name":"{{name}}"}"""), options);

        /// <summary>The context of a task that runs here, as soon as it does.</summary>
        public Task<TaskContext> RunningAsync(string name) => Started(name).Task.WaitAsync(TestMonitor.MaxWait);

        public bool HasRun(string name) => Started(name).Task.IsCompleted;

        /// <summary>Lets a task end.</summary>
        public void End(string name) => Ending(name).TrySetResult($"{name} by {Name}");

        /// <summary>Ends as a killed process does: nothing more is heard of it, but its code goes on.</summary>
        public void Kill() => ((BlazorTasks.Cluster.PostgresCluster)Store.Cluster!).Lease.Kill();

        public ValueTask DisposeAsync()
        {
            foreach (var name in _ends.Keys)
            {
                End(name);
            }

            return _test.DisposeAsync();
        }

        private async Task<string> RunAsync(TaskContext task, string name)
        {
            if (Code is { } code)
            {
                return await code(task, name);
            }

            Started(name).TrySetResult(task);
            return await Ending(name).Task.WaitAsync(task.CancellationToken);
        }

        private TaskCompletionSource<TaskContext> Started(string name) =>
            _running.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

        private TaskCompletionSource<string> Ending(string name) =>
            _ends.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
