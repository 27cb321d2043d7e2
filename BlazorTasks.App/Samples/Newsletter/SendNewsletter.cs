using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BlazorTasks.App.Samples.Newsletter;

/// <summary>
/// A task that talks with a person: it asks for a letter, prepares it in five steps, asks whether to try again when the
/// mail server fails, and sends only after a yes. What was answered and done is kept when it starts again.
/// </summary>
public sealed class SendNewsletter(Maildir maildir, TimeProvider time)
{
    private const int PreviewLength = 2_000;
    private const int WordsPerMinute = 230;
    private const int WordsPerLine = 40;

    /// <summary>Sends a letter.</summary>
    [MonitoredTask("Send a newsletter", Group = "Ask people", MaxAttempts = 3, OnError = OnError.AskToRetry, Restartable = true,
        Description = "Asks for subject, text and recipient, prepares the letter, and sends it into a mail folder after you have seen it.")]
    public async Task<SentLetter> SendAsync(
        TaskContext task,
        [Description("The first attempt loses its mail server, so that you see the question whether to try again.")] bool failAtFirst = true,
        [Range(0, 60), Description("Seconds. 0 is as fast as it goes.")] double timeForEachStep = 1)
    {
        var letter = await task.AskAsync<Letter>("What shall the letter say, and to whom?", new() { Timeout = TimeSpan.FromDays(7) });
        var words = letter.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var pause = TimeSpan.FromSeconds(timeForEachStep);
        await StepAsync(task, 1, "Read the text", pause, $"{words.Length:N0} words, {Math.Max(1, words.Length / WordsPerMinute)} min to read");
        await StepAsync(task, 2, "Check the links", pause, [.. LinksIn(words)]);
        await StepAsync(task, 3, "Lay it out", pause, [.. words.Chunk(WordsPerLine).Select(line => string.Join(' ', line))]);
        await StepAsync(task, 4, "Address it", pause, $"To {letter.Recipient}", $"Subject: {letter.Subject}");
        await StepAsync(task, 5, "Reach the mail server", pause, () => Reach(task, failAtFirst));
        await task.RequireConfirmAsync($"Send “{Cut(letter.Subject, 100)}” to {Cut(letter.Recipient, 60)}?", new() { Yes = "Send", No = "Do not send", Body = Preview(letter), Timeout = TimeSpan.FromDays(7) });
        var file = await task.StepAsync("Send", () => maildir.DeliverAsync(letter, task.Id, task.CancellationToken));
        task.Report(100, $"Sent to {letter.Recipient}");
        return new SentLetter(letter.Recipient, letter.Subject, words.Length, file);
    }

    private Task StepAsync(TaskContext task, int number, string name, TimeSpan pause, params string[] lines) =>
        StepAsync(task, number, name, pause, () => lines);

    private async Task StepAsync(TaskContext task, int number, string name, TimeSpan pause, Func<IReadOnlyList<string>> work)
    {
        await task.StepAsync(name, async () =>
        {
            task.Report(name);
            var lines = work();
            foreach (var line in lines)
            {
                await Task.Delay(pause / lines.Count, time, task.CancellationToken);
                task.Log(line);
            }
        });
        task.Report(number * 18); // the rest is the sending
    }

    private static List<string> Reach(TaskContext task, bool failAtFirst) => failAtFirst && task.Attempt == 1
        ? throw new IOException("The mail server closed the connection before it had taken the letter. Nothing was sent. Try again: its answer was a simulated one.")
        : ["The mail server is ready"];

    private static IEnumerable<string> LinksIn(string[] words)
    {
        var links = words.Where(word => word.StartsWith("http", StringComparison.OrdinalIgnoreCase)).ToList();
        return links.Count == 0 ? ["There are no links"] : links.Select(link => Uri.TryCreate(link, UriKind.Absolute, out var uri) ? $"{uri.Host}: fine" : $"{link} is not a full address");
    }

    private static string Preview(Letter letter) => $"**{letter.Subject}**\n\n```\n{Cut(letter.Body, PreviewLength)}\n```";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}

/// <summary>What a person is asked for.</summary>
public sealed record Letter(
    [StringLength(150, MinimumLength = 1)] string Subject,
    [DataType(DataType.MultilineText), StringLength(20_000, MinimumLength = 1), Display(Name = "Text")] string Body,
    [EmailAddress, Display(Name = "Recipient", Description = "One full address, such as name@example.org.")] string Recipient);

/// <summary>What came of a letter.</summary>
/// <param name="To">Who gets it.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="File">Where it lies, below the data folder.</param>
public sealed record SentLetter(string To, string Subject, int Words, string File);
