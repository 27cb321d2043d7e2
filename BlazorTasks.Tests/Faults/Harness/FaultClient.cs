namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>A client of the API that writes down what it asked for and what it was told.</summary>
public sealed class FaultClient(Uri address, OpLog log, TimeSpan? timeout = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(address, "api/"), Timeout = timeout ?? TestMonitor.MaxWait };

    public HttpClient Http => _http;

    /// <summary>Starts a task. Asking again with the same key must give the same one.</summary>
    public Task<Op> StartAsync(string definition, object? input = null, string? key = null)
    {
        key ??= Guid.NewGuid().ToString("N");
        log.Starts.TryAdd(key, (definition, input));
        return DoAsync(OpKind.Start, key, null, "tasks", new { definition, input = input ?? new { } });
    }

    /// <summary>A client that got no answer asks again, with the same key.</summary>
    public async Task RepeatUnknownAsync()
    {
        foreach (var unknown in log.Ops.Where(op => op is { Kind: OpKind.Start, Outcome: OpOutcome.Unknown }))
        {
            var (definition, input) = log.Starts[unknown.Key];
            await StartAsync(definition, input, unknown.Key);
        }
    }

    public Task<Op> CancelAsync(TaskId task) => DoAsync(OpKind.Cancel, "", task, $"tasks/{task}/cancel", null);

    public Task<Op> RetryAsync(TaskId task) => DoAsync(OpKind.Retry, "", task, $"tasks/{task}/retry", null);

    public Task<Op> AnswerAsync(TaskId task, string prompt, object value) =>
        DoAsync(OpKind.Answer, prompt, task, $"tasks/{task}/prompts/{prompt}", new { value });

    /// <summary>Starts a task that must be accepted.</summary>
    public async Task<TaskId> StartedAsync(string definition, object? input = null)
    {
        var op = await StartAsync(definition, input);
        op.Outcome.Should().Be(OpOutcome.Ok, $"{definition} was answered with {op.Status}");
        return op.Task!.Value;
    }

    public async Task<ApiTask> GetAsync(TaskId task, int wait = 0) =>
        (await _http.GetFromJsonAsync<ApiTask>($"tasks/{task}?wait={wait}", ApiJson.Options))!;

    /// <summary>Waits until the task is as wanted.</summary>
    public async Task<ApiTask> UntilAsync(TaskId task, Func<ApiTask, bool> wanted, TimeSpan? maxWait = null)
    {
        using var stop = new CancellationTokenSource(maxWait ?? TestMonitor.MaxWait);
        while (true)
        {
            var now = await GetAsync(task);
            if (wanted(now))
            {
                return now;
            }

            if (stop.IsCancellationRequested)
            {
                throw new TimeoutException($"{now.Name} {task} is {now.State} ({now.Reason}) at {now.Progress} %, seq {now.Seq}.");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    public Task<ApiTask> UntilAsync(TaskId task, TaskState state, TimeSpan? maxWait = null) =>
        UntilAsync(task, now => (TaskState)now.State == state, maxWait);

    /// <summary>Waits until nothing moves by itself any more: every task has ended or waits for a person.</summary>
    public async Task RestAsync(TimeSpan? maxWait = null)
    {
        using var stop = new CancellationTokenSource(maxWait ?? TestMonitor.MaxWait);
        while (await _http.GetFromJsonAsync<ApiTaskPage>("tasks?limit=200", ApiJson.Options) is { } page
            && page.Items.FirstOrDefault(task => !task.State.IsFinal() && task.State != ApiTaskState.Waiting) is { } moving)
        {
            if (stop.IsCancellationRequested)
            {
                throw new TimeoutException($"{moving.Name} {moving.Id} is still {moving.State}, seq {moving.Seq}.");
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Op> DoAsync(OpKind kind, string key, TaskId? task, string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (kind == OpKind.Start)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        var clock = Stopwatch.StartNew();
        try
        {
            using var response = await _http.SendAsync(request);
            var status = (int)response.StatusCode;
            var accepted = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<ApiTask>(ApiJson.Options) : null;
            var outcome = accepted is not null ? OpOutcome.Ok : status < 500 ? OpOutcome.Refused : OpOutcome.Unknown;
            return log.Add(new Op(kind, key, accepted is null ? task : new TaskId(accepted.Id), outcome, status, clock.Elapsed));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return log.Add(new Op(kind, key, task, OpOutcome.Unknown, 0, clock.Elapsed));
        }
    }
}
