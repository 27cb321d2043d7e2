using BlazorTasks.App.Samples.Customers;
using BlazorTasks.App.Samples.Newsletter;
using BlazorTasks.App.Samples.Vocabulary;

namespace BlazorTasks.App.Samples;

/// <summary>The services of the samples.</summary>
public static class SampleServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="folder">The directory for the samples' tables.</param>
    public static void AddSamples(this IServiceCollection services, string folder)
    {
        services.AddSingleton(new CustomerTable(Path.Combine(folder, "shop.db")));
        services.AddSingleton(new VocabularyTable(Path.Combine(folder, "vocabulary.db")));
        services.AddSingleton(new Maildir(Path.Combine(folder, "mail")));
        services.AddHttpClient<ArticleClient>(http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // the client has its own timeout for the whole page
                http.DefaultRequestHeaders.UserAgent.ParseAdd("BlazorTasks");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                UseCookies = false,
            });
    }
}
