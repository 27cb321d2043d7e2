using System.Net.ServerSentEvents;

namespace BlazorTasks.Tests.Support;

/// <summary>A client of an event stream: reads one message after the other.</summary>
public sealed class EventStreamClient : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStreamClient(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>The id of the newest message that had one.</summary>
    public string? LastId { get; private set; }

    public MediaTypeHeaderValue? ContentType => _response.Content.Headers.ContentType;

    public static async Task<EventStreamClient> OpenAsync(HttpClient http, string path, string? lastId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TestMonitor.MaxWait);
        response.StatusCode.Should()
            .Be(System.Net.HttpStatusCode.OK, response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? ""
            : await response.Content.ReadAsStringAsync());
        return new EventStreamClient(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next message with its id, or null at the end of the stream.</summary>
    public async Task<(string? Id, JsonElement Message)?> NextAsync()
    {
        if (!await _items.MoveNextAsync().AsTask().WaitAsync(TestMonitor.MaxWait))
        {
            return null;
        }

        var (id, message) = (_items.Current.EventId, Json.Parse(_items.Current.Data));
        LastId = id ?? LastId;
        return (id, message);
    }

    /// <summary>The messages up to the first of some kind, that one included.</summary>
    public async Task<(string? Id, JsonElement Message)[]> UntilAsync(Func<JsonElement, bool> last)
    {
        var messages = new List<(string?, JsonElement)>();
        while (await NextAsync() is { } next)
        {
            messages.Add(next);
            if (last(next.Message))
            {
                break;
            }
        }

        return [.. messages];
    }

    public Task<(string? Id, JsonElement Message)[]> UntilAsync(string type) => UntilAsync(message => message.Type() == type);

    public async ValueTask DisposeAsync()
    {
        _response.Dispose(); // first, or the reader would wait for what comes next
        try
        {
            await _items.DisposeAsync();
        }
        catch (Exception error) when (error is IOException or NotSupportedException or ObjectDisposedException)
        {
            // it was in the middle of reading
        }
    }
}

/// <summary>What tests look at in messages.</summary>
public static class MessageReading
{
    public static string Type(this JsonElement message) => message.GetProperty("type").GetString()!;

    public static long Seq(this JsonElement message) => message.GetProperty("seq").GetInt64();

    public static string State(this JsonElement message) => message.GetProperty("task").GetProperty("state").GetString()!;
}
