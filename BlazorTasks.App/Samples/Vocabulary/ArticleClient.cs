using System.Net.Sockets;

namespace BlazorTasks.App.Samples.Vocabulary;

/// <summary>Fetches web pages, with limits on size, time and redirects. Every failure results in a message for users.</summary>
public sealed class ArticleClient(HttpClient http, TimeProvider time)
{
    /// <summary>The maximum size of a page.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    private const int MaxRedirects = 5;
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(20);

    /// <summary>Fetches a page as plain text.</summary>
    /// <exception cref="ArticleException">The page cannot be fetched. The message explains why.</exception>
    public async Task<string> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(LongestFetch, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await GetAsync(address, stop.Token);
            Check(response);
            return await ReadAsync(response.Content, stop.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ArticleException($"{address.Authority} did not respond within {LongestFetch.TotalSeconds:0} seconds.");
        }
        catch (InvalidDataException error)
        {
            throw new ArticleException("its content is corrupt.", error);
        }
        catch (IOException error)
        {
            throw new ArticleException($"the connection to {address.Authority} was interrupted.", error);
        }
    }

    /// <summary>Follows redirects itself, so that errors on the way name the right server.</summary>
    private async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            var response = await GetOnceAsync(address, cancellationToken);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            address = new Uri(address, location);
            if (address.Scheme is not ("http" or "https"))
            {
                throw new ArticleException($"it was redirected to {address}, which is not an http or https URL.");
            }
        }

        throw new ArticleException($"it was redirected more than {MaxRedirects} times, most recently to {address}.");
    }

    private async Task<HttpResponseMessage> GetOnceAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new ArticleException(
                error.HttpRequestError switch
                {
                    HttpRequestError.NameResolutionError => $"the server {address.Host} could not be found.",
                    HttpRequestError.ConnectionError
                        when error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                        $"{address.Authority} refused the connection.",
                    HttpRequestError.ConnectionError => $"{address.Authority} cannot be reached.",
                    HttpRequestError.SecureConnectionError => $"{address.Authority} does not offer a trusted secure connection.",
                    _ when error.InnerException is IOException => $"the connection to {address.Authority} was interrupted.",
                    _ => $"{address.Authority} sent an invalid response.",
                },
                error);
        }
    }

    private static void Check(HttpResponseMessage response)
    {
        var address = response.RequestMessage?.RequestUri;
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new ArticleException($"the page {address} does not exist (404).");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new ArticleException($"{address?.Authority} answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        }

        if (response.Content.Headers.ContentType?.MediaType is { } kind
            && !kind.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            && !IsMarkup(kind))
        {
            throw new ArticleException($"its content type is {kind}, not text.");
        }
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxBytes)
            {
                throw new ArticleException($"it exceeds the maximum size of {MaxBytes / 1024 / 1024} MB.");
            }
        }

        bytes.Position = 0;
        using var reader = new StreamReader(bytes, EncodingOf(content.Headers.ContentType?.CharSet));
        var text = await reader.ReadToEndAsync(cancellationToken);
        return text.Contains('\0', StringComparison.Ordinal) ? throw new ArticleException("its content is not text.")
            : IsMarkup(content.Headers.ContentType?.MediaType) ? HtmlText.Strip(text)
            : text;
    }

    private static bool IsMarkup(string? kind) =>
        kind is not null
            && (kind.Contains("html", StringComparison.OrdinalIgnoreCase) || kind.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    private static Encoding EncodingOf(string? charset)
    {
        try
        {
            var name = charset?.Trim('"') ?? "utf-8";
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8; // most pages are UTF-8, whatever they declare
        }
    }
}

/// <summary>Thrown if an article cannot be fetched.</summary>
/// <param name="reason">The reason, as the end of a sentence.</param>
/// <param name="cause">The inner exception.</param>
public sealed class ArticleException(string reason, Exception? cause = null) : Exception($"Could not fetch the article: {reason}", cause);
