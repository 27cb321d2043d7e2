namespace BlazorTasks.Dashboard;

/// <summary>
/// Serves the files of the MudBlazor package compressed under their fingerprinted names. The SDK publishes compressed copies,
/// but only serves them under the plain names, which would make the first page 600 KB larger than necessary.
/// </summary>
internal sealed class PackageAssets(RequestDelegate next)
{
    private const string ForGood = "max-age=31536000, immutable";

    public Task InvokeAsync(HttpContext context)
    {
        if (PlainName(context.Request.Path.Value ?? "") is { } plain)
        {
            context.Request.Path = plain;
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                {
                    context.Response.Headers.CacheControl = ForGood; // different content has a different name
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    /// <summary>Returns "…/MudBlazor.min.lgydejc2dl.css" without its fingerprint, or null for any other path.</summary>
    private static string? PlainName(string path)
    {
        var parts = path.Split('.');
        return path.StartsWith("/_content/MudBlazor/", StringComparison.Ordinal)
            && parts is [.., { Length: 10 } print, "css" or "js"]
            && print.All(char.IsAsciiLetterOrDigit)
            ? $"{string.Join('.', parts[..^2])}.{parts[^1]}"
            : null;
    }
}
