using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Notifications;

/// <summary>The e-mail addresses of people, as the application knows them.</summary>
internal sealed partial class NotificationAddresses(
    IOptions<NotificationOptions> options,
    IServiceProvider services,
    ILogger<NotificationAddresses> log) : INotificationAddresses
{
    public bool SendsMail => !string.IsNullOrEmpty(options.Value.Mail.Host);

    public async ValueTask<string?> FindAsync(string person)
    {
        if (!SendsMail)
        {
            return null;
        }

        var address = await options.Value.OwnerAddress(services, person).ConfigureAwait(false);
        if (address is not null && Recipient.IsAddress(address))
        {
            return address;
        }

        LogNoAddress(person);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No e-mail address is known for {Person}.")]
    private partial void LogNoAddress(string person);
}
