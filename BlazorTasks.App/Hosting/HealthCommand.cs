namespace BlazorTasks.App.Hosting;

/// <summary>The command "health": asks the server on this machine, for containers in which nothing else can.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>Prints whether the server is ready.</summary>
    /// <returns>0 if it accepts and stores tasks, otherwise 1.</returns>
    public static async Task<int> RunAsync(IConfiguration configuration)
    {
        var address = AddressOf(configuration["urls"]);
        using var http = new HttpClient { Timeout = Timeout };
        try
        {
            using var response = await http.GetAsync(new Uri(address, "health/ready"));
            var answer = response.IsSuccessStatusCode ? "ready" : $"not ready ({(int)response.StatusCode})";
            Console.WriteLine($"{address} is {answer}.");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not respond: {error.Message}");
            return 1;
        }
    }

    /// <summary>Returns the first address the server listens on, as this machine reaches it.</summary>
    internal static Uri AddressOf(string? urls)
    {
        var given = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries) is [var url, ..] ? url : "http://localhost:5000";
        var first = BindingAddress.Parse(given);
        var host = first.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : first.Host;
        return new UriBuilder(first.Scheme, host, first.Port).Uri;
    }
}
