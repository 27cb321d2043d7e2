using System.Threading.Channels;

namespace BlazorTasks.Tests.Notifications;

/// <summary>What a webhook posts to, answering as a test wants.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Post> _posts = Channel.CreateUnbounded<Post>();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Where to post to, with something in it that nobody may see.</summary>
    public Uri Url => new($"{_app.Urls.First()}/hidden-path");

    /// <summary>The status codes of the next answers; 200 when there are no more.</summary>
    public Queue<int> Answers { get; } = [];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Urls.Add("http://127.0.0.1:0");
        receiver._app.MapPost("/hidden-path", receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async Task<Post> NextAsync() => await _posts.Reader.ReadAsync().AsTask().WaitAsync(TestMonitor.MaxWait);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        await _posts.Writer.WriteAsync(
            new Post(body, request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString())));
        return Results.StatusCode(Answers.TryDequeue(out var answer) ? answer : StatusCodes.Status200OK);
    }

    internal sealed record Post(string Body, IReadOnlyDictionary<string, string> Headers);
}
