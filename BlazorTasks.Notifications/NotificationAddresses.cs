namespace BlazorTasks.Notifications;

/// <summary>The e-mail addresses of people, as the application knows them.</summary>
internal sealed class NotificationAddresses(
    IOptions<NotificationOptions> options,
    IServiceProvider services) : INotificationAddresses
{
    public bool SendsMail => !string.IsNullOrEmpty(options.Value.Mail.Host);

    public async ValueTask<string?> FindAsync(string person)
    {
        if (!SendsMail)
        {
            return null;
        }

        var address = await options.Value.OwnerAddress(services, person).ConfigureAwait(false);
        return address is not null && Recipient.IsAddress(address) ? address : null;
    }
}
