using System.Net;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace BlazorTasks.Notifications;

/// <summary>Sends notifications to browsers, encrypted for each: their push services only learn that there is one.</summary>
internal sealed class PushSender : IDisposable
{
    /// <summary>How long a push service keeps a notification for a browser that is not running.</summary>
    private const int SecondsToLive = 24 * 60 * 60;

    private readonly PushDevices _devices;
    private readonly PushKeys _keys;
    private readonly NotificationOptions _options;
    private readonly HttpClient _http;
    private readonly PushServiceClient _client;

    public PushSender(PushDevices devices, PushKeys keys, IOptions<NotificationOptions> options)
    {
        (_devices, _keys, _options) = (devices, keys, options.Value);
        _http = SecretAddresses.Client();
        _client = new PushServiceClient(_http) { AutoRetryAfter = false }; // the task of the delivery tries again
    }

    /// <summary>Sends a notification to a browser of a person.</summary>
    /// <returns>Null, or why there was nothing to send any more.</returns>
    /// <exception cref="UndeliverableException">The push service rejected it for good.</exception>
    /// <exception cref="HttpRequestException">The push service could not be reached, or cannot accept it now.</exception>
    public async Task<string?> SendAsync(string person, string device, PushText text, CancellationToken cancellationToken)
    {
        if (await _devices.FindAsync(person, device, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return "notifications were turned off in this browser";
        }

        if (PushEndpoint.WhyNot(found.Endpoint, _options.Push) is { } problem)
        {
            throw new UndeliverableException(problem);
        }

        try
        {
            await SendAsync(found, text, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (PushServiceClientException error) when (error.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            await _devices.RemoveAsync(person, device, cancellationToken).ConfigureAwait(false);
            return "the browser no longer accepts notifications and was removed";
        }
        catch (PushServiceClientException error)
        {
            var answer = $"The push service {new Uri(found.Endpoint).IdnHost} answered {(int)error.StatusCode} ({error.StatusCode}).";
            throw SecretAddresses.IsTemporary(error.StatusCode)
                ? new HttpRequestException(answer)
                : new UndeliverableException(answer);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(PushSubscription to, PushText text, CancellationToken cancellationToken)
    {
        var pair = await _keys.GetAsync(cancellationToken).ConfigureAwait(false);
        using var vapid = new VapidAuthentication(pair.PublicKey, pair.PrivateKey) { Subject = Contact };
        var subscription = new Lib.Net.Http.WebPush.PushSubscription { Endpoint = to.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, to.P256dh);
        subscription.SetKey(PushEncryptionKeyName.Auth, to.Auth);
        var message = new PushMessage(text.Payload)
        {
            TimeToLive = SecondsToLive,
            Topic = Recipient.HashOf(text.Page), // of several about one task, a browser that starts gets the latest
        };
        await _client.RequestPushMessageDeliveryAsync(subscription, message, vapid, cancellationToken).ConfigureAwait(false);
    }

    private string? Contact => _options.Push.Contact
        ?? (MimeKit.MailboxAddress.TryParse(_options.Mail.From, out var sender) ? $"mailto:{sender.Address}" : null)
        ?? (_options.PublicUrl is { Scheme: "https" } dashboard ? dashboard.AbsoluteUri : null);
}
