namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>Somebody's app with the dashboard in it, on a real port.</summary>
public sealed class EmbeddingHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmbeddingHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <summary>A client token for the tasks of an owner.</summary>
    public async Task<string> ClientTokenAsync(string owner)
    {
        var settings = new ApiKeySettings("Wall display", KeyScopes.Client)
        {
            Client = owner,
            ExpiresAt = Services.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(1),
        };
        return (await Services.GetRequiredService<TaskMonitor>().For(Person.Local).Keys.CreateAsync(settings)).Secret!;
    }

    /// <summary>Starts an app.</summary>
    /// <param name="map">What the app maps, the dashboard among it.</param>
    /// <param name="configure">What else its builder does.</param>
    public static async Task<EmbeddingHost> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(EmbeddingHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Development",
        });
        builder.Configuration["AllowedHosts"] = "*"; // the App's settings lie in the same folder, and this is another app
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddBlazorTasks().AddTasksFrom(typeof(SampleTasks).Assembly);
        configure?.Invoke(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new EmbeddingHost(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
