using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace BlazorTasks.Notifications;

/// <summary>Sends notifications by e-mail.</summary>
internal sealed class MailSender(IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>Sends one message. The same delivery always has the same id, by which servers recognize repetitions.</summary>
    /// <exception cref="UndeliverableException">The server rejected it for good.</exception>
    public async Task SendAsync(string to, MailText message, TaskId delivery, CancellationToken cancellationToken)
    {
        var mail = options.Value.Mail;
        using var envelope = Envelope(mail, to, message, delivery);
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(mail.Host!, mail.Port, SecurityOf(mail), cancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(mail.User))
            {
                await client.AuthenticateAsync(mail.User, mail.Password ?? "", cancellationToken).ConfigureAwait(false);
            }

            await client.SendAsync(envelope, cancellationToken).ConfigureAwait(false);
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpCommandException rejected) when ((int)rejected.StatusCode >= 500)
        {
            throw new UndeliverableException($"The mail server rejected the message to {to}: {rejected.Message}", rejected);
        }
    }

    private static SecureSocketOptions SecurityOf(MailOptions mail) => mail switch
    {
        { Port: 465 } => SecureSocketOptions.SslOnConnect,
        { RequireTls: true } => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.StartTlsWhenAvailable,
    };

    private MimeMessage Envelope(MailOptions mail, string to, MailText message, TaskId delivery)
    {
        var from = MailboxAddress.Parse(mail.From!);
        var envelope = new MimeMessage
        {
            Subject = message.Title,
            Date = time.GetUtcNow(),
            MessageId = $"{delivery}@{from.Domain}",
            Body = new BodyBuilder { TextBody = message.Text, HtmlBody = message.Html }.ToMessageBody(),
        };
        envelope.From.Add(from);
        envelope.To.Add(MailboxAddress.Parse(to));
        envelope.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return envelope;
    }
}
