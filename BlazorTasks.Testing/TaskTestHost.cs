using System.Linq.Expressions;
using System.Text.Json;
using BlazorTasks.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Testing;

/// <summary>
/// Runs tasks in a unit test: a real engine in memory, a clock that passes waits at once, and answers that the test gives
/// beforehand. docs/testing.md shows how.
/// </summary>
public sealed class TaskTestHost : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    private readonly ServiceProvider _services;
    private readonly List<ScriptedAnswer> _script = [];

    /// <summary>A host with the services that the tasks need.</summary>
    /// <param name="configure">Adds them, and the definitions: <c>tasks.AddTasksFrom(...)</c>, <c>tasks.Services.AddSingleton(...)</c>.</param>
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

    /// <summary>The clock of the tasks and of the engine. Waits of a task's own code pass at once; everything else only when the test moves it.</summary>
    public VirtualTime Time { get; } = new();

    /// <summary>The monitor, for whatever a test wants to do itself.</summary>
    public TaskMonitor Monitor { get; }

    /// <summary>The services of the host.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Whether the waits of a task's code pass at once. Switch it off for code that has deadlines of its own, and move <see cref="Time"/> yourself.</summary>
    public bool WaitsPass { get; init; } = true;

    /// <summary>The person who answers unless an answer says otherwise; null is the program, which may answer everything.</summary>
    public Person? Person { get; init; }

    /// <summary>Answers the next question with this title, or whose title begins with it. Several answers are given in their order.</summary>
    /// <param name="title">The question.</param>
    /// <param name="answer">A bool, the value of a choice, or an object with the fields of the form.</param>
    /// <param name="by">Who answers.</param>
    public TaskTestHost Answer(string title, object answer, Person? by = null) => Script(title, new ScriptedAnswer(title, answer, by ?? Person));

    /// <summary>Lets the time of the next question with this title pass, so that its default is taken or it fails.</summary>
    public TaskTestHost LeaveUnanswered(string title) => Script(title, new ScriptedAnswer(title, null, null));

    /// <summary>Runs a definition to its end.</summary>
    /// <param name="definition">Its name, such as "send-a-newsletter".</param>
    /// <param name="input">An object with its inputs; null for none.</param>
    /// <param name="options">Owner, tags, policy.</param>
    /// <exception cref="InvalidInputException">The input does not fit the form.</exception>
    /// <exception cref="UnansweredPromptException">It asked something that the test has no answer for.</exception>
    public async Task<TaskRun> RunAsync(string definition, object? input = null, StartOptions? options = null) =>
        await FinishAsync(await Monitor.StartAsync(definition, ToJson(input), options).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Runs a method with <see cref="MonitoredTaskAttribute"/>, written as a call, to its end.</summary>
    /// <inheritdoc cref="RunAsync(string, object?, StartOptions?)" path="/exception" />
    public async Task<TaskRun> RunAsync<TService, T>(Expression<Func<TService, Task<T>>> call, StartOptions? options = null) =>
        await FinishAsync(await Monitor.StartAsync(call, options).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Runs a lambda to its end.</summary>
    /// <inheritdoc cref="RunAsync(string, object?, StartOptions?)" path="/exception" />
    public Task<TaskRun> RunAsync(Func<TaskContext, Task> code, StartOptions? options = null) => FinishAsync(Monitor.Start("Test", code, options));

    /// <inheritdoc cref="RunAsync(Func{TaskContext, Task}, StartOptions?)" />
    public Task<TaskRun> RunAsync<T>(Func<TaskContext, Task<T>> code, StartOptions? options = null) => FinishAsync(Monitor.Start("Test", code, options));

    /// <summary>Goes on with a task until it has ended: passes its waits, answers its questions.</summary>
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

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        var stopped = Monitor.StopAsync();
        while (!stopped.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1)); // a task that does not listen is not waited for
            await Task.Yield();
        }

        await stopped.ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Does the one thing that the task waits for.</summary>
    /// <returns>Whether there was one.</returns>
    private async Task<bool> MoveAsync(MonitoredTask task)
    {
        switch (task.Snapshot)
        {
            case { State: TaskState.Waiting, Prompt: { } prompt } asks:
                await AnswerAsync(asks, prompt).ConfigureAwait(false);
                while (task.Snapshot.Prompt?.Id == prompt.Id)
                {
                    await Task.Delay(Glance).ConfigureAwait(false); // its time is over, and that is being stored
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
            Time.Advance((prompt.Deadline ?? throw new InvalidOperationException($"\"{prompt.Title}\" has no time limit: it waits for ever.")) - Time.GetUtcNow());
            return;
        }

        var result = prompt.Kind == PromptKind.Input
            ? await Monitor.AnswerAsync(task.Id, prompt.Id, ToJson(scripted.Answer), scripted.By).ConfigureAwait(false)
            : await Monitor.AnswerAsync(task.Id, prompt.Id, scripted.Answer, scripted.By).ConfigureAwait(false);
        if (!result.IsAccepted)
        {
            var fields = string.Concat(result.Errors.Select(error => $" {error.Key}: {error.Value}."));
            throw new InvalidOperationException($"The answer to \"{prompt.Title}\" was not accepted. {result.Message}{fields}");
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

    /// <summary>The engine's view of the clock: its timers are no waits of a task's code.</summary>
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
