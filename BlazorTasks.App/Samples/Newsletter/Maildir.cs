using System.Net.Mail;

namespace BlazorTasks.App.Samples.Newsletter;

/// <summary>
/// A Maildir, which mail programs can read: messages are written to "tmp" and moved to "new" when they are complete.
/// </summary>
/// <param name="folder">The directory.</param>
public sealed class Maildir(string folder)
{
    private const string Sender = "newsletter@localhost";

    /// <summary>Delivers a message. It is named after the task, so delivering it twice results in one message.</summary>
    /// <returns>The path of the message, relative to the directory that contains the Maildir.</returns>
    public async Task<string> DeliverAsync(Letter letter, TaskId id, CancellationToken cancellationToken)
    {
        var draft = Directory.CreateDirectory(Path.Combine(folder, "tmp", id.ToString()));
        Directory.CreateDirectory(Path.Combine(folder, "cur"));
        var inbox = Directory.CreateDirectory(Path.Combine(folder, "new"));
        try
        {
            await WriteAsync(letter, draft.FullName, cancellationToken);
            var name = $"{id}.eml";
            draft.GetFiles("*.eml")[0].MoveTo(Path.Combine(inbox.FullName, name), overwrite: true);
            return Path.Combine(Path.GetFileName(folder), "new", name);
        }
        finally
        {
            draft.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(Letter letter, string pickup, CancellationToken cancellationToken)
    {
        using var message = new MailMessage(Sender, letter.Recipient)
        {
            Subject = letter.Subject.ReplaceLineEndings(" "),
            Body = letter.Body,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8
        };
        using var client = new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            PickupDirectoryLocation = pickup
        };
        await client.SendMailAsync(message, cancellationToken);
    }
}
