using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
using BlazorTasks.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Testing;

/// <summary>
/// Runs tasks in unit tests: a real engine in memory, a clock that skips delays, and answers that the test provides in
/// advance. See docs/testing.md.
/// </summary>
public sealed class TaskTestHost : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    private readonly ServiceProvider _services;
    private readonly List<ScriptedAnswer> _script = [];

    /// <summary>Creates a host with the services that the tasks need.</summary>
    /// <param name="configure">Adds the services and definitions: <c>tasks.AddTasksFrom(...)</c>,
    /// <c>tasks.Services.AddSingleton(...)</c>.</param>
    public TaskTestHost(Action<BlazorTasksBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Time);
        var builder = services.AddBlazorTasksCore();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TaskMonitor>(provider, new EngineTime(Time)));
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
        Monitor = _services.GetRequiredService<TaskMonitor>();
    }

    /// <summary>
    /// Gets the clock of the tasks and of the engine. Delays in a task's own code are skipped; everything else requires the
    /// test to advance it.
    /// </summary>
    public VirtualTime Time { get; } = new();

    /// <summary>Gets the monitor, for direct access.</summary>
    public TaskMonitor Monitor { get; }

    /// <summary>Gets the services of the host.</summary>
    public IServiceProvider Services => _services;

    /// <summary>
    /// Whether delays in a task's code are skipped. Disable it for code with its own timeouts, and advance <see cref="Time"/>
    /// yourself.
    /// </summary>
    public bool WaitsPass { get; init; } = true;

    /// <summary>
    /// The person who answers unless an answer specifies another. Null is the application itself, which may answer every
    /// prompt.
    /// </summary>
    public Person? Person { get; init; }

    /// <summary>
    /// Answers the next prompt whose title equals or starts with the given title. Several answers are used in order.
    /// </summary>
    /// <param name="title">The title.</param>
    /// <param name="answer">A bool, the value of an option, or an object with the fields of the form.</param>
    /// <param name="by">Who answers.</param>
    public TaskTestHost Answer(string title, object answer, Person? by = null) =>
        Script(title, new ScriptedAnswer(title, answer, by ?? Person));

    /// <summary>Lets the next prompt with this title expire.</summary>
    public TaskTestHost LeaveUnanswered(string title) => Script(title, new ScriptedAnswer(title, null, null));

    /// <summary>Runs a definition to completion.</summary>
    /// <param name="definition">The name of the definition, such as "send-a-newsletter".</param>
    /// <param name="input">An object with the input, or null.</param>
    /// <param name="options">Owner, tags, policy and other options.</param>
    /// <exception cref="InvalidInputException">The input is invalid.</exception>
    /// <exception cref="UnansweredPromptException">The task opened a prompt for which the test has no answer.</exception>
    public async Task<TaskRun> RunAsync(string definition, object? input = null, StartOptions? options = null) =>
        await FinishAsync(await Monitor.StartAsync(definition, ToJson(input), options).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>
    /// Runs a method marked with <see cref="MonitoredTaskAttribute"/>, given as a call expression, to completion.
    /// </summary>
    /// <inheritdoc cref="RunAsync(string, object?, StartOptions?)" path="/exception" />
    public async Task<TaskRun> RunAsync<TService, T>(Expression<Func<TService, Task<T>>> call, StartOptions? options = null) =>
        await FinishAsync(await Monitor.StartAsync(call, options).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Runs a lambda to completion.</summary>
    /// <inheritdoc cref="RunAsync(string, object?, StartOptions?)" path="/exception" />
    public Task<TaskRun> RunAsync(Func<TaskContext, Task> code, StartOptions? options = null) =>
        FinishAsync(Monitor.Start("Test", code, options));

    /// <inheritdoc cref="RunAsync(Func{TaskContext, Task}, StartOptions?)" />
    public Task<TaskRun> RunAsync<T>(Func<TaskContext, Task<T>> code, StartOptions? options = null) =>
        FinishAsync(Monitor.Start("Test", code, options));

    /// <summary>Runs a task to completion: skips its delays and answers its prompts.</summary>
    /// <param name="task">A task of this host.</param>
    public async Task<TaskRun> FinishAsync(MonitoredTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        while (!task.Completion.IsCompleted)
        {
            var armed = Time.Armed;
            if (!await MoveAsync(task).ConfigureAwait(false))
            {
                await Task.WhenAny(task.Completion, armed, Task.Delay(Glance)).ConfigureAwait(false);
            }
        }

        return await ReadAsync(task).ConfigureAwait(false);
    }

    /// <summary>Advances the clock, runs the schedules that become due on the way, and runs their tasks to completion.</summary>
    /// <param name="by">How far to advance the clock.</param>
    /// <returns>The runs, in the order in which they started.</returns>
    /// <exception cref="UnansweredPromptException">A task opened a prompt for which the test has no answer.</exception>
    public async Task<IReadOnlyList<TaskRun>> AdvanceAsync(TimeSpan by)
    {
        var (end, runs, started) = (Time.GetUtcNow() + by, new List<TaskRun>(), new ConcurrentQueue<MonitoredTask>());
        using var subscription = Monitor.SubscribeEvents((task, taskEvent) =>
        {
            if (taskEvent is TaskCreated { Moved: not null } && Monitor.Find(task.Id) is { } handle)
            {
                started.Enqueue(handle);
            }
        });
        while (true)
        {
            await Monitor.Schedules.RunDueAsync().ConfigureAwait(false);
            while (started.TryDequeue(out var task))
            {
                runs.Add(await FinishAsync(task).ConfigureAwait(false));
            }

            var now = Time.GetUtcNow();
            var schedules = await Monitor.Schedules.ListAsync().ConfigureAwait(false);
            var next = schedules.Where(schedule => schedule.WakeAt > now).Min(schedule => schedule.WakeAt);
            if (next is null || next > end)
            {
                Time.Advance(end > now ? end - now : TimeSpan.Zero);
                return runs;
            }

            Time.Advance(next.Value - now);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        var stopped = Monitor.StopAsync();
        while (!stopped.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1)); // tasks that ignore cancellation are not waited for
            await Task.Yield();
        }

        await stopped.ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Resolves what the task is waiting for.</summary>
    /// <returns>Whether it was waiting for something.</returns>
    private async Task<bool> MoveAsync(MonitoredTask task)
    {
        switch (task.Snapshot)
        {
            case { State: TaskState.Waiting, Prompt: { } prompt } asks:
                await AnswerAsync(asks, prompt).ConfigureAwait(false);
                while (task.Snapshot.Prompt?.Id == prompt.Id)
                {
                    await Task.Delay(Glance).ConfigureAwait(false); // it has expired, and that is being stored
                }

                return true;
            case { State: TaskState.Backoff or TaskState.Scheduled, RunAt: { } due } when due > Time.GetUtcNow():
                Time.Advance(due - Time.GetUtcNow());
                return true;
            case { State: TaskState.Running or TaskState.Cancelling } when WaitsPass && Time.NextOwnWait is { } wait:
                Time.Advance(wait);
                return true;
            default:
                return false;
        }
    }

    private async Task AnswerAsync(TaskSnapshot task, Prompt prompt)
    {
        var at = _script.FindIndex(answer => prompt.Title.StartsWith(answer.Title, StringComparison.Ordinal));
        if (at < 0)
        {
            await Monitor.CancelAsync(task.Id).ConfigureAwait(false);
            throw new UnansweredPromptException(task, prompt);
        }

        var scripted = _script[at];
        _script.RemoveAt(at);
        if (scripted.Answer is null)
        {
            Time.Advance((prompt.Deadline
                ?? throw new InvalidOperationException($"\"{prompt.Title}\" has no timeout and never expires.")) - Time.GetUtcNow());
            return;
        }

        var result = prompt.Kind == PromptKind.Input
            ? await Monitor.AnswerAsync(task.Id, prompt.Id, ToJson(scripted.Answer), scripted.By).ConfigureAwait(false)
            : await Monitor.AnswerAsync(task.Id, prompt.Id, scripted.Answer, scripted.By).ConfigureAwait(false);
        if (!result.IsAccepted)
        {
            var fields = string.Concat(result.Errors.Select(error => $" {error.Key}: {error.Value}."));
            throw new InvalidOperationException($"The answer to \"{prompt.Title}\" was rejected. {result.Message}{fields}");
        }
    }

    private async Task<TaskRun> ReadAsync(MonitoredTask task)
    {
        var store = _services.GetRequiredService<ITaskStore>();
        var events = await store.EventsAsync(task.Id, 0, int.MaxValue, EventKinds.All, CancellationToken.None).ConfigureAwait(false);
        return new TaskRun(task.Snapshot, events, task.Completion.Exception?.GetBaseException());
    }

    private TaskTestHost Script(string title, ScriptedAnswer answer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        _script.Add(answer);
        return this;
    }

    private static JsonElement? ToJson(object? value) => value switch
    {
        null => null,
        JsonElement json => json,
        _ => JsonSerializer.SerializeToElement(value, value.GetType(), TaskJson.Options),
    };

    private sealed record ScriptedAnswer(string Title, object? Answer, Person? By);

    /// <summary>The engine's view of the clock: its timers do not count as delays in a task's code.</summary>
    private sealed class EngineTime(VirtualTime time) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period, isOwn: false);
    }
}
