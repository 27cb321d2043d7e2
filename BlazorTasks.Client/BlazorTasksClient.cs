using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;

namespace BlazorTasks.Client;

/// <summary>
/// Starts, watches and answers tasks of a BlazorTasks server from another program (docs/client.md). Every command carries
/// an idempotency key, so what is sent again after a broken connection happens once.
/// </summary>
public sealed class BlazorTasksClient
{
    /// <summary>How long the server holds an answer back until a task changes, in seconds; less than an <see cref="HttpClient"/> waits.</summary>
    private const int Wait = 30;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly HttpClient _http;
    private readonly Uri _tasks;
    private readonly TimeProvider _time;

    /// <summary>A client of the server at an address.</summary>
    /// <param name="http">Sends the requests; its headers may hold an API key. It stays the caller's.</param>
    /// <param name="dashboard">Where the dashboard is, such as "https://shop.example.com/tasks"; null for the base address of <paramref name="http"/>.</param>
    /// <param name="time">The clock of the pauses between attempts; null for the system's.</param>
    /// <exception cref="ArgumentException">There is no address.</exception>
    public BlazorTasksClient(HttpClient http, Uri? dashboard = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        var address = dashboard ?? http.BaseAddress ?? throw new ArgumentException("Say where the dashboard is: give its address, or set BaseAddress.", nameof(dashboard));
        _tasks = new Uri($"{address.AbsoluteUri.TrimEnd('/')}/api/tasks");
        (_http, _time) = (http, time ?? TimeProvider.System);
    }

    /// <summary>Starts a definition by name; the task is stored when this returns.</summary>
    /// <param name="definition">Its name, such as "import-customers".</param>
    /// <param name="input">Its input: an object whose members become snake_case fields, or null.</param>
    /// <param name="options">Priority, tags, label, the earliest time to run it, an idempotency key.</param>
    /// <param name="cancellationToken">Stops the asking, not the task.</param>
    /// <exception cref="BlazorTasksClientException">The server refused; the message says why, <see cref="BlazorTasksClientException.Errors"/> which field.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public Task<ApiTask> StartAsync(string definition, object? input = null, ApiStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ApiStartOptions();
        var body = new { definition, input, options.Priority, options.RunAt, options.Tags, options.Label };
        return PostAsync("", body, options.IdempotencyKey, cancellationToken);
    }

    /// <summary>A task as it is now.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public async Task<ApiTask> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        (await ReadAsync($"/{id}", null, cancellationToken).ConfigureAwait(false))!.Value.Task;

    /// <summary>Waits until a task has ended, however long that takes.</summary>
    /// <returns>How it ended.</returns>
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

    /// <summary>A task as it is now, then after each change until it has ended. Many changes between two answers are one.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public async IAsyncEnumerable<ApiTask> WatchAsync(Guid id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EntityTagHeaderValue? seen = null;
        for (var isOver = false; !isOver;)
        {
            var path = seen is null ? $"/{id}" : $"/{id}?wait={Wait}";
            if (await ReadAsync(path, seen, cancellationToken).ConfigureAwait(false) is not var (task, tag))
            {
                continue; // nothing has changed meanwhile
            }

            (seen, isOver) = (tag, task.State.IsFinal());
            yield return task;
        }
    }

    /// <summary>Answers a question with one answer: yes or no, or one of several things.</summary>
    /// <param name="id">The task.</param>
    /// <param name="prompt">The question; see <see cref="ApiTask.Prompt"/>.</param>
    /// <param name="value">A bool, or the value of a choice.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> AnswerAsync(Guid id, string prompt, object value, CancellationToken cancellationToken = default) =>
        PostAsync($"/{id}/prompts/{Uri.EscapeDataString(prompt)}", new { value }, null, cancellationToken);

    /// <summary>Answers a question with a form.</summary>
    /// <param name="id">The task.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="values">An object whose members become snake_case fields.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> AnswerFormAsync(Guid id, string prompt, object values, CancellationToken cancellationToken = default) =>
        PostAsync($"/{id}/prompts/{Uri.EscapeDataString(prompt)}", new { values }, null, cancellationToken);

    /// <summary>Asks a task to stop.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> CancelAsync(Guid id, CancellationToken cancellationToken = default) => PostAsync($"/{id}/cancel", new { }, null, cancellationToken);

    /// <summary>Runs a task that has ended once more.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public Task<ApiTask> RetryAsync(Guid id, CancellationToken cancellationToken = default) => PostAsync($"/{id}/retry", new { }, null, cancellationToken);

    private async Task<ApiTask> PostAsync(string path, object body, string? key, CancellationToken stop)
    {
        key ??= Guid.NewGuid().ToString();
        using var response = await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, _tasks.AbsoluteUri + path) { Content = JsonContent.Create(body, body.GetType(), options: ApiJson.Inputs) };
                request.Headers.Add("Idempotency-Key", key);
                return request;
            },
            stop).ConfigureAwait(false);
        return (await response.Content.ReadFromJsonAsync<ApiTask>(ApiJson.Options, stop).ConfigureAwait(false))!;
    }

    /// <summary>A task and its tag, or null when it is still as known.</summary>
    private async Task<(ApiTask Task, EntityTagHeaderValue? Tag)?> ReadAsync(string path, EntityTagHeaderValue? known, CancellationToken stop)
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

    /// <summary>Sends a request, and again after a pause when the server was not there for it.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            var isLast = attempt == Pauses.Length;
            try
            {
                using var request = make();
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
                }
            }
            catch (HttpRequestException) when (!isLast)
            {
                // asked again below
            }

            await Task.Delay(Pauses[attempt], _time, stop).ConfigureAwait(false);
        }
    }
}
