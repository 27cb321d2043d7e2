using System.Net.Mail;
using System.Text;

namespace BlazorTasks.App.Samples.Newsletter;

/// <summary>A folder that mail programs can read: letters are written in "tmp" and appear in "new" when they are whole.</summary>
/// <param name="folder">The folder.</param>
public sealed class Maildir(string folder)
{
    private const string Sender = "newsletter@localhost";

    /// <summary>Puts a letter there. Its name is the task's: delivering twice leaves one.</summary>
    /// <returns>The file, as seen from the folder that the maildir lies in.</returns>
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
        using var message = new MailMessage(Sender, letter.Recipient) { Subject = letter.Subject.ReplaceLineEndings(" "), Body = letter.Body, SubjectEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8 };
        using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = pickup };
        await client.SendMailAsync(message, cancellationToken);
    }
}
