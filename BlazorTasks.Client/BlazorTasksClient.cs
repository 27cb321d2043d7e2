using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;

namespace BlazorTasks.Client;

/// <summary>
/// A client for a BlazorTasks server: starts, watches and answers tasks (docs/client.md). Every command carries an
/// idempotency key, so a command that is retried after a network failure takes effect once.
/// </summary>
public sealed partial class BlazorTasksClient
{
    /// <summary>How long the server holds a long poll, in seconds. Less than the timeout of an <see cref="HttpClient"/>.</summary>
    private const int Wait = 30;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly HttpClient _http;
    private readonly string _api;
    private readonly Uri _tasks;
    private readonly TimeProvider _time;
    private readonly AuthenticationHeaderValue? _key;

    /// <summary>Creates a client.</summary>
    /// <param name="http">Sends the requests. It is not disposed by this client.</param>
    /// <param name="dashboard">The URL of the dashboard, such as "https://shop.example.com/tasks". Null uses the base address
    /// of <paramref name="http"/>.</param>
    /// <param name="key">The API key, such as "bt_…". Null sends none.</param>
    /// <param name="time">The clock for the delays between retries. Null uses the system clock.</param>
    /// <exception cref="ArgumentException">No URL was specified.</exception>
    public BlazorTasksClient(HttpClient http, Uri? dashboard = null, string? key = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        var address = dashboard
            ?? http.BaseAddress
            ?? throw new ArgumentException(
                "The URL of the dashboard is required. Specify it, or set HttpClient.BaseAddress.",
                nameof(dashboard));
        _api = $"{address.AbsoluteUri.TrimEnd('/')}/api";
        _tasks = new Uri($"{_api}/tasks");
        (Schedules, Nodes) = (new ScheduleClient(this), new NodeClient(this));
        _key = string.IsNullOrEmpty(key) ? null : new AuthenticationHeaderValue("Bearer", key);
        (_http, _time) = (http, time ?? TimeProvider.System);
    }

    /// <summary>Gets the schedules: recurring starts of definitions.</summary>
    public ScheduleClient Schedules { get; }

    /// <summary>Gets the nodes: the processes that work on the history.</summary>
    public NodeClient Nodes { get; }

    /// <summary>Starts a definition by name. The task is stored when this returns.</summary>
    /// <param name="definition">The name of the definition, such as "import-customers".</param>
    /// <param name="input">The input, an object whose members become snake_case fields, or null.</param>
    /// <param name="options">Priority, tags, label, start time and idempotency key.</param>
    /// <param name="cancellationToken">Cancels the request, not the task.</param>
    /// <exception cref="BlazorTasksClientException">The server rejected the request. The message says why, and
    /// <see cref="BlazorTasksClientException.Errors"/> which fields are invalid.</exception>
    /// <exception cref="HttpRequestException">The server is unreachable.</exception>
    public Task<ApiTask> StartAsync(
        string definition,
        object? input = null,
        ApiStartOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new ApiStartOptions();
        var body = new { definition, input, options.Priority, options.RunAt, options.Tags, options.Label };
        return PostAsync("", body, options.IdempotencyKey, cancellationToken);
    }

    /// <summary>Returns the current state of a task.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public async Task<ApiTask> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        (await ReadAsync($"/{id}", null, cancellationToken).ConfigureAwait(false))!.Value.Task;

    /// <summary>Waits until a task has finished, however long that takes.</summary>
    /// <returns>The finished task.</returns>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public async Task<ApiTask> WaitAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ApiTask? last = null;
        await foreach (var task in WatchAsync(id, cancellationToken).ConfigureAwait(false))
        {
            last = task;
        }

        return last!;
    }

    /// <summary>
    /// Returns the current state of a task and then each change until it has finished. Rapid changes are combined.
    /// </summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public async IAsyncEnumerable<ApiTask> WatchAsync(Guid id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EntityTagHeaderValue? seen = null;
        for (var isOver = false; !isOver;)
        {
            var path = seen is null ? $"/{id}" : $"/{id}?wait={Wait}";
            if (await ReadAsync(path, seen, cancellationToken).ConfigureAwait(false) is not var (task, tag))
            {
                continue; // nothing has changed
            }

            (seen, isOver) = (tag, task.State.IsFinal());
            yield return task;
        }
    }

    /// <summary>Answers a yes/no question or a choice.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="prompt">The prompt's id. See <see cref="ApiTask.Prompt"/>.</param>
    /// <param name="value">A bool, or the value of an option.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> AnswerAsync(Guid id, string prompt, object value, CancellationToken cancellationToken = default) =>
        PostAsync($"/{id}/prompts/{Uri.EscapeDataString(prompt)}", new { value }, null, cancellationToken);

    /// <summary>Answers a form.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="prompt">The prompt's id.</param>
    /// <param name="values">An object whose members become snake_case fields.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> AnswerFormAsync(Guid id, string prompt, object values, CancellationToken cancellationToken = default) =>
        PostAsync($"/{id}/prompts/{Uri.EscapeDataString(prompt)}", new { values }, null, cancellationToken);

    /// <summary>Requests cancellation of a task.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> CancelAsync(Guid id, CancellationToken cancellationToken = default) =>
        PostAsync($"/{id}/cancel", new { }, null, cancellationToken);

    /// <summary>Changes the priority of a task that has not started yet.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="priority">The priority. Higher values run first; 0 is normal.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> SetPriorityAsync(Guid id, int priority, CancellationToken cancellationToken = default) =>
        PostAsync($"/{id}/priority", new { priority }, null, cancellationToken);

    /// <summary>Retries a finished task.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> RetryAsync(Guid id, CancellationToken cancellationToken = default) =>
        PostAsync($"/{id}/retry", new { }, null, cancellationToken);

    /// <summary>Sends a request and returns the response. A command carries an idempotency key.</summary>
    internal async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, EntityTagHeaderValue? match, CancellationToken stop)
    {
        var key = Guid.NewGuid().ToString();
        using var response = await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(method, _api + path)
                {
                    Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiJson.Inputs),
                };
                if (method == HttpMethod.Post)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                if (match is not null)
                {
                    request.Headers.IfMatch.Add(match);
                }

                return request;
            },
            stop).ConfigureAwait(false);
        return (await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, stop).ConfigureAwait(false))!;
    }

    private async Task<ApiTask> PostAsync(string path, object body, string? key, CancellationToken stop)
    {
        key ??= Guid.NewGuid().ToString();
        using var response = await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(
                    HttpMethod.Post,
                    _tasks.AbsoluteUri + path)
                { Content = JsonContent.Create(body, body.GetType(), options: ApiJson.Inputs) };
                request.Headers.Add("Idempotency-Key", key);
                return request;
            },
            stop).ConfigureAwait(false);
        return (await response.Content.ReadFromJsonAsync<ApiTask>(ApiJson.Options, stop).ConfigureAwait(false))!;
    }

    /// <summary>Returns a task and its ETag, or null if it has not changed.</summary>
    private async Task<(ApiTask Task, EntityTagHeaderValue? Tag)?> ReadAsync(
        string path,
        EntityTagHeaderValue? known,
        CancellationToken stop)
    {
        using var response = await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, _tasks.AbsoluteUri + path);
                if (known is not null)
                {
                    request.Headers.IfNoneMatch.Add(known);
                }

                return request;
            },
            stop).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotModified
            ? null
            : ((await response.Content.ReadFromJsonAsync<ApiTask>(ApiJson.Options, stop).ConfigureAwait(false))!, response.Headers.ETag);
    }

    /// <summary>Sends a request, and retries it after a delay if the server was unavailable.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken stop, bool isRepeatable = true)
    {
        for (var attempt = 0; ; attempt++)
        {
            var isLast = !isRepeatable || attempt == Pauses.Length;
            TimeSpan? wait = null;
            try
            {
                using var request = make();
                request.Headers.Authorization = _key;
                var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
                if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
                {
                    return response;
                }

                using (response)
                {
                    var refused = await BlazorTasksClientException.ReadAsync(response, stop).ConfigureAwait(false);
                    if (isLast || !refused.IsTransient)
                    {
                        throw refused;
                    }

                    wait = refused.RetryAfter;
                }
            }
            catch (HttpRequestException) when (!isLast)
            {
                // retried below
            }

            await Task.Delay(wait > Pauses[attempt] ? wait.Value : Pauses[attempt], _time, stop).ConfigureAwait(false);
        }
    }
}
