using System.Net;

namespace BlazorTasks.Notifications;

/// <summary>Requests to webhooks and push services, whose addresses are secrets.</summary>
internal static class SecretAddresses
{
    /// <summary>Creates a client without logging and tracing, which does not follow a receiver elsewhere.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>Whether what was answered so may be accepted later.</summary>
    public static bool IsTemporary(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status is 425 or >= 500;
}
