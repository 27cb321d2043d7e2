using System.Net;
using BlazorTasks.App.Samples.Customers;
using BlazorTasks.App.Samples.Newsletter;
using BlazorTasks.App.Samples.Vocabulary;

namespace BlazorTasks.App.Samples;

/// <summary>What the samples work with, besides the engine.</summary>
public static class SampleServices
{
    /// <summary>Adds it.</summary>
    /// <param name="services">The services that are being set up.</param>
    /// <param name="folder">Where the samples keep their tables.</param>
    public static void AddSamples(this IServiceCollection services, string folder)
    {
        services.AddSingleton(new CustomerTable(Path.Combine(folder, "shop.db")));
        services.AddSingleton(new VocabularyTable(Path.Combine(folder, "vocabulary.db")));
        services.AddSingleton(new Maildir(Path.Combine(folder, "mail")));
        services.AddHttpClient<ArticleClient>(http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // the client has a deadline of its own, for the whole page
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
