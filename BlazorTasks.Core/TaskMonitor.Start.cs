using System.Linq.Expressions;
using BlazorTasks.Definitions;
using BlazorTasks.Execution;
using BlazorTasks.Secrets;

namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    /// <summary>
    /// Starts a delegate as a task and returns its handle immediately. The code runs on the thread pool as soon as a
    /// concurrency slot is available.
    /// </summary>
    /// <param name="name">The display name.</param>
    /// <param name="code">The code to run. Its exceptions are captured and rethrown by the handle's completion.</param>
    /// <param name="options">Owner, tags, priority and other options.</param>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The task was not started.</exception>
    /// <exception cref="QueueFullException">The queue is full. The task was not started.</exception>
    /// <exception cref="InvalidOperationException">The server is shutting down.</exception>
    public MonitoredTask Start(string name, Func<TaskContext, Task> code, StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        return StartBody<object?>(name, options, async context =>
        {
            context.EnterCode();
            await code(context).ConfigureAwait(false);
            return null;
        });
    }

    /// <inheritdoc cref="Start(string, Func{TaskContext, Task}, StartOptions?)" />
    public MonitoredTask<T> Start<T>(string name, Func<TaskContext, Task<T>> code, StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        return StartBody<T>(name, options, async context =>
        {
            context.EnterCode();
            return await code(context).ConfigureAwait(false);
        });
    }

    /// <inheritdoc cref="Start(string, Func{TaskContext, Task}, StartOptions?)" />
    public MonitoredTask Start(string name, Action<TaskContext> code, StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        return StartBody<object?>(name, options, context =>
        {
            context.EnterCode();
            code(context);
            return Task.FromResult<object?>(null);
        });
    }

    /// <inheritdoc cref="Start(string, Func{TaskContext, Task}, StartOptions?)" />
    public MonitoredTask<T> Start<T>(string name, Func<TaskContext, T> code, StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        return StartBody<T>(name, options, context =>
        {
            context.EnterCode();
            return Task.FromResult<object?>(code(context));
        });
    }

    /// <summary>Starts a definition by name and returns after the start is stored.</summary>
    /// <param name="definition">The name of the definition, such as "import-customers".</param>
    /// <param name="input">The input, a JSON object that matches the definition's form, or null.</param>
    /// <param name="options">Owner, tags, priority and other options.</param>
    /// <exception cref="ArgumentException">The definition does not exist.</exception>
    /// <exception cref="InvalidInputException">The input is invalid. The task was not started.</exception>
    /// <exception cref="StorageUnavailableException">Storage is unavailable, or has not confirmed the start in time.</exception>
    /// <exception cref="QueueFullException">The queue is full. The task was not started.</exception>
    /// <exception cref="InvalidOperationException">The server is shutting down.</exception>
    public async Task<MonitoredTask> StartAsync(string definition, JsonElement? input = null, StartOptions? options = null) =>
        await StartAsync<object?>(
            Definitions.Find(definition) ?? throw new ArgumentException(Definitions.WhyMissing(definition), nameof(definition)),
            input,
            options).ConfigureAwait(false);

    /// <summary>
    /// Starts a method marked with <see cref="MonitoredTaskAttribute"/>, given as a call expression, and returns after the
    /// start is stored.
    /// </summary>
    /// <param name="call">The call expression. It is not executed here; its arguments become the input.</param>
    /// <param name="options">Owner, tags, priority and other options.</param>
    /// <exception cref="ArgumentException">The expression is not a call of a registered method.</exception>
    /// <exception cref="InvalidInputException">An argument is invalid. The task was not started.</exception>
    /// <exception cref="KeyReusedException">The idempotency key was already used for a different request or another result
    /// type.</exception>
    public async Task<MonitoredTask<T>> StartAsync<TService, T>(Expression<Func<TService, Task<T>>> call, StartOptions? options = null) =>
        IdempotencyKeys.Expect<T>(await StartCallAsync<T>(call, options).ConfigureAwait(false), options?.IdempotencyKey);

    /// <inheritdoc cref="StartAsync{TService, T}(Expression{Func{TService, Task{T}}}, StartOptions?)" />
    public async Task<MonitoredTask> StartAsync<TService>(Expression<Func<TService, Task>> call, StartOptions? options = null) =>
        await StartCallAsync<object?>(call, options).ConfigureAwait(false);

    /// <inheritdoc cref="StartAsync{TService, T}(Expression{Func{TService, Task{T}}}, StartOptions?)" />
    public async Task<MonitoredTask> StartAsync<TService>(Expression<Action<TService>> call, StartOptions? options = null) =>
        await StartCallAsync<object?>(call, options).ConfigureAwait(false);

    private async Task<MonitoredTask> StartCallAsync<T>(LambdaExpression expression, StartOptions? options)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var call = CallExpression.Read(expression);
        var definition = Definitions.Find(call.Method)
            ?? throw new ArgumentException(
                $"{call.Method.DeclaringType?.Name}.{call.Method.Name} is not registered. Mark it with [MonitoredTask] and " +
                "register its assembly with AddTasksFrom.",
                nameof(expression));
        return await StartAsync<T>(
            definition,
            await CallExpression.InputOfAsync(call, definition, Uploads).ConfigureAwait(false),
            options).ConfigureAwait(false);
    }

    private async Task<MonitoredTask> StartAsync<T>(TaskDefinition definition, JsonElement? input, StartOptions? options)
    {
        var reading = definition.Form.Read(input, Uploads);
        if (!reading.IsValid)
        {
            throw new InvalidInputException(reading.Errors);
        }

        if (!TaskJson.IsShallow(reading.Input))
        {
            throw new InvalidInputException($"The input is nested deeper than {TaskJson.MaxDepth} levels.");
        }

        if (reading.Input.GetRawText().Length > _engine.Runtime.Options.MaxInputBytes)
        {
            throw new InvalidInputException($"The input is larger than {_engine.Runtime.Options.MaxInputBytes:N0} bytes.");
        }

        await OpenAsync().ConfigureAwait(false);
        var created = Created(definition.Title, options, (options?.Policy ?? definition.Policy).MaxAttempts) with
        {
            Definition = definition.Name,
            Label = LabelOf(options) ?? definition.LabelOf(reading.Input),
            Input = SecretFields.Protect(definition.Form, reading.Input, _secrets),
            IdempotencyKey = options?.IdempotencyKey,
            Fingerprint = options?.IdempotencyKey is null
                ? null
                : SecretFields.Fingerprint(definition, await Uploads.WithContentsAsync(reading.Input).ConfigureAwait(false)),
        };
        return await _engine.Keys.StartOnceAsync(
            created,
            () => StartNowAsync<T>(created, definition.ToWork(created.Input, options?.Policy))).ConfigureAwait(false);
    }

    private async Task<MonitoredTask<T>> StartNowAsync<T>(TaskCreated created, TaskWork work)
    {
        if (await _engine.Runtime.Journal.CircuitBreaker.WaitUntilAvailableAsync().ConfigureAwait(false) is { } since)
        {
            throw StorageUnavailableException.NotStarted(since, _engine.Runtime.Journal.CircuitBreaker.IsFull);
        }

        return await _engine.Starter.StartAsync<T>(created, work).ConfigureAwait(false);
    }

    private MonitoredTask<T> StartBody<T>(string name, StartOptions? options, TaskBody body)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (options?.IdempotencyKey is not null)
        {
            throw new ArgumentException(
                "Idempotency keys are only supported for definitions, because lambdas cannot be compared.",
                nameof(options));
        }

        var policy = options?.Policy ?? TaskPolicy.Default;
        return _engine.Starter.Start<T>(Created(name, options, policy.MaxAttempts), new TaskWork(body, policy));
    }

    private static string? LabelOf(StartOptions? options) => options?.Label is { } label ? Shown(label) : null;

    /// <summary>Returns the text of a name or label, without the secrets of the task that starts another.</summary>
    private static string Shown(string text) =>
        Text.Truncate(TaskContext.TryGetCurrent(out var parent) ? parent.Live.Hide(text) : text, Text.MaxName);

    private TaskCreated Created(string name, StartOptions? options, int maxAttempts = 1)
    {
        options = StartOptions.Check(options ?? StartOptions.Default);
        return new TaskCreated(Shown(name))
        {
            Owner = options.Owner,
            Label = LabelOf(options),
            Tags = options.Tags,
            Priority = options.Priority,
            MaxAttempts = maxAttempts,
            RunAt = options.RunAt > _engine.Runtime.Time.GetUtcNow() ? options.RunAt?.ToMicros() : null,
            ParentId = options.ParentId ?? (TaskContext.TryGetCurrent(out var parent) ? parent.Id : null),
        };
    }
}
