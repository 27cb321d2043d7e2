namespace BlazorTasks.Dashboard.Access;

/// <summary>Adds headers that prevent framing, content sniffing and foreign scripts.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // MudBlazor writes style attributes, hence 'unsafe-inline' for styles; Blazor needs <base>, hence base-uri 'self'.
    private const string ContentSecurityPolicy =
        "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; script-src 'self'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            static state =>
            {
                var headers = ((HttpContext)state).Response.Headers;
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
                // otherwise a page of the host would merge ours into its own document, without a working circuit
                headers.Remove("blazor-enhanced-nav");
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
                return Task.CompletedTask;
            },
            context);
        return next(context);
    }
}
