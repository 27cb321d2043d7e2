namespace BlazorTasks.App.Samples.Newsletter;

/// <summary>
/// An interactive task: it asks for a message, prepares it in five steps, asks whether to retry when the mail server fails,
/// and sends the message only after a confirmation. Answers and completed steps survive a restart.
/// </summary>
public sealed class SendNewsletter(Maildir maildir, TimeProvider time)
{
    private const int PreviewLength = 2_000;
    private const int WordsPerMinute = 230;
    private const int WordsPerLine = 40;

    /// <summary>Sends a message.</summary>
    [MonitoredTask("Send a newsletter", Group = "Ask people", MaxAttempts = 3, OnError = OnError.AskToRetry, Restartable = true,
        Description = "Asks for subject, text and recipient, prepares the message, and delivers it to a mail folder after " +
            "you have reviewed it.")]
    public async Task<SentLetter> SendAsync(
        TaskContext task,
        [Description("Simulate a mail server failure in the first attempt, to demonstrate the retry prompt.")] bool failAtFirst = true,
        [Range(0, 60), Description("Seconds. 0 for as fast as possible.")] double timeForEachStep = 1)
    {
        var letter = await task.AskAsync<Letter>(
            "What should the message say, and who should receive it?",
            new() { Timeout = TimeSpan.FromDays(7) });
        var words = letter.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var pause = TimeSpan.FromSeconds(timeForEachStep);
        await StepAsync(
            task,
            1,
            "Read the text",
            pause,
            $"{words.Length:N0} words, {Math.Max(1, words.Length / WordsPerMinute)} min to read");
        await StepAsync(task, 2, "Check the links", pause, [.. LinksIn(words)]);
        await StepAsync(task, 3, "Lay out the message", pause, [.. words.Chunk(WordsPerLine).Select(line => string.Join(' ', line))]);
        await StepAsync(task, 4, "Add the recipient", pause, $"To {letter.Recipient}", $"Subject: {letter.Subject}");
        await StepAsync(task, 5, "Connect to the mail server", pause, () => Reach(task, failAtFirst));
        await task.RequireConfirmAsync(
            $"Send “{Cut(letter.Subject, 100)}” to {Cut(letter.Recipient, 60)}?",
            new() { Yes = "Send", No = "Do not send", Body = Preview(letter), Timeout = TimeSpan.FromDays(7) });
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
        task.Report(number * 18); // the rest is for sending
    }

    private static List<string> Reach(TaskContext task, bool failAtFirst) => failAtFirst && task.Attempt == 1
        ? throw new IOException(
            "The mail server closed the connection before accepting the message. Nothing was sent. This failure is simulated; try again.")
        : ["The mail server is ready"];

    private static IEnumerable<string> LinksIn(string[] words)
    {
        var links = words.Where(word => word.StartsWith("http", StringComparison.OrdinalIgnoreCase)).ToList();
        return links.Count == 0
            ? ["No links found"]
            : links.Select(link => Uri.TryCreate(link, UriKind.Absolute, out var uri) ? $"{uri.Host}: OK" : $"{link} is not a valid URL");
    }

    private static string Preview(Letter letter) => $"**{letter.Subject}**\n\n```\n{Cut(letter.Body, PreviewLength)}\n```";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}

/// <summary>The message to send.</summary>
public sealed record Letter(
    [StringLength(150, MinimumLength = 1)] string Subject,
    [DataType(DataType.MultilineText), StringLength(20_000, MinimumLength = 1), Display(Name = "Text")] string Body,
    [EmailAddress, Display(Name = "Recipient", Description = "An email address, such as name@example.org.")] string Recipient);

/// <summary>The result of sending a message.</summary>
/// <param name="To">The recipient.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Words">The number of words.</param>
/// <param name="File">The path of the message, relative to the data directory.</param>
public sealed record SentLetter(string To, string Subject, int Words, string File);
