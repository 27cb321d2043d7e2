using System.Globalization;
using System.Text;

namespace BlazorTasks.Notifications;

/// <summary>Posts notifications to webhooks.</summary>
internal sealed class WebhookSender(IOptions<NotificationOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = SecretAddresses.Client();

    /// <summary>Posts one message. The same delivery always has the same id, by which receivers recognize repetitions.</summary>
    /// <exception cref="UndeliverableException">The receiver rejected it for good.</exception>
    /// <exception cref="HttpRequestException">The receiver could not be reached, or cannot accept it now.</exception>
    public async Task SendAsync(string name, NotificationMessage message, TaskId delivery, CancellationToken cancellationToken)
    {
        var hook = options.Value.Webhooks.TryGetValue(name, out var known)
            ? known
            : throw new UndeliverableException($"The webhook \"{name}\" is no longer among the settings.");
        using var request = Request(hook, WebhookPayload.Of(hook.Format, message), delivery);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var answer = $"The webhook \"{name}\" answered {(int)response.StatusCode} ({response.StatusCode}).";
        throw SecretAddresses.IsTemporary(response.StatusCode) ? new HttpRequestException(answer) : new UndeliverableException(answer);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(WebhookOptions hook, string body, TaskId delivery)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, hook.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add("webhook-id", delivery.ToString());
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (hook.Secret is not null && WebhookSignature.KeyOf(hook.Secret) is { } key)
        {
            request.Headers.Add("webhook-signature", WebhookSignature.Sign(key, delivery.ToString(), timestamp, body));
        }

        return request;
    }
}
