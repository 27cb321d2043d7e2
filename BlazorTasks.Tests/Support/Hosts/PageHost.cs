namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>A web server with the pages that a test needs, on a real port.</summary>
public sealed class PageHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public Uri this[string path] => new(Address, path);

    public static async Task<PageHost> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }); // not the App's settings
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new PageHost(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
