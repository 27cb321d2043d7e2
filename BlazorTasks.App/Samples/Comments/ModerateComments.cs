using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using BlazorTasks.Forms;

namespace BlazorTasks.App.Samples.Comments;

/// <summary>
/// Work in which the machine does what is easy and a person decides the rest: comments that a rule flags are approved,
/// rejected or edited, one after the other. It can be paused, and goes on after a restart with the next open one.
/// </summary>
public sealed class ModerateComments
{
    private const string Approve = "approve";
    private const string Reject = "reject";
    private const string Edit = "edit";
    private const int MaxComments = 1_000;
    private const int MaxLength = 4_000;
    private static readonly string BundledFile = Path.Combine(AppContext.BaseDirectory, "Samples", "Comments", "comments.csv");
    private static readonly FieldOption[] Choices = [new(Approve, "Approve"), new(Reject, "Reject"), new(Edit, "Edit…")];

    /// <summary>Moderates a file of comments.</summary>
    [MonitoredTask("Moderate comments", Group = "Ask people", Restartable = true,
        Description = "Goes through a file of comments and asks you about each one that a rule flags: approve, reject or edit it.")]
    public async Task<Moderation> ModerateAsync(
        TaskContext task,
        [Display(Name = "File", Description = "Columns author and text, up to 1,000 rows. Without a file a sample with eight comments is taken.")]
        [FileExtensions(Extensions = "csv")] TaskFile? file,
        [Range(1, 720), Description("Hours until a comment that nobody looked at is rejected.")] int patience = 48)
    {
        var comments = await task.StepAsync("Read the comments", () => ReadAsync(file, task));
        var decisions = new List<Decision>();
        foreach (var comment in task.Track(comments))
        {
            decisions.Add(CommentRules.Flag(comment.Text) is { } reason ? await DecideAsync(task, comment, reason, TimeSpan.FromHours(patience)) : new(comment.Author, "published", comment.Text));
            task.Log($"{comment.Author}: {decisions[^1].Verdict}");
        }

        var rejected = decisions.Count(decision => decision.Verdict == "rejected");
        task.Report(100, $"{decisions.Count - rejected} published, {rejected} rejected");
        return new Moderation(decisions.Count - rejected, rejected, decisions);
    }

    private static async Task<Decision> DecideAsync(TaskContext task, Comment comment, string reason, TimeSpan patience)
    {
        task.Report($"{comment.Author}’s comment waits for you: {reason}");
        var options = new PromptOptions { Body = $"Flagged because {reason}.\n\n```\n{comment.Text}\n```", Default = Reject, Timeout = patience };
        return await task.ChooseAsync($"Publish the comment of {comment.Author}?", Choices, options) switch
        {
            Approve => new(comment.Author, "approved", comment.Text),
            Edit => new(comment.Author, "edited", await EditAsync(task, comment)),
            _ => new(comment.Author, "rejected", comment.Text),
        };
    }

    private static async Task<string> EditAsync(TaskContext task, Comment comment)
    {
        var form = new FormSchema([new FormField("text", FieldType.Multiline) { Label = "Comment", Required = true, MaxLength = MaxLength, Default = JsonSerializer.SerializeToElement(comment.Text) }]);
        var answer = await task.AskAsync($"Edit the comment of {comment.Author}", form);
        return answer.GetProperty("text").GetString()!;
    }

    private static async Task<List<Comment>> ReadAsync(TaskFile? file, TaskContext task)
    {
        await using var content = file?.OpenRead() ?? File.OpenRead(BundledFile);
        using var csv = CsvFile.Read(content, await CsvFile.DetectEncodingAsync(file?.Name ?? "comments.csv", content, task));
        if (!await csv.ReadAsync() || !csv.ReadHeader() || csv.HeaderRecord?.Contains("text", StringComparer.OrdinalIgnoreCase) != true)
        {
            throw new InvalidDataException("The file has no column text. Its first line should be: author,text");
        }

        var comments = new List<Comment>();
        while (comments.Count < MaxComments && await csv.ReadAsync())
        {
            task.CancellationToken.ThrowIfCancellationRequested();
            if (csv.GetField("text") is { Length: > 0 } text)
            {
                comments.Add(new Comment(Cut(csv.GetField("author") is { Length: > 0 } author ? author : "somebody", 100), Cut(text, MaxLength)));
            }
        }

        return comments;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

/// <summary>What somebody wrote.</summary>
/// <param name="Author">Who.</param>
/// <param name="Text">What.</param>
public sealed record Comment(string Author, string Text);

/// <summary>What became of a comment.</summary>
/// <param name="Author">Who wrote it.</param>
/// <param name="Verdict">"published" by rule, or "approved", "edited" or "rejected" by a person.</param>
/// <param name="Text">The text as it is published.</param>
public sealed record Decision(string Author, string Verdict, string Text);

/// <summary>What came of a file.</summary>
/// <param name="Published">How many comments are published.</param>
/// <param name="Rejected">How many are not.</param>
/// <param name="Comments">Each of them.</param>
public sealed record Moderation(int Published, int Rejected, IReadOnlyList<Decision> Comments);
