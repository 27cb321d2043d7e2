using System.Text.Json;
using BlazorTasks.Forms;

namespace BlazorTasks.App.Samples.Comments;

/// <summary>
/// Automates the easy cases and leaves the rest to a person: comments flagged by a rule are approved, rejected or edited one
/// after the other. The task can be paused, and continues after a restart with the next open comment.
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
        Description = "Checks a file of comments and asks you to approve, reject or edit each one flagged by a rule.")]
    public async Task<Moderation> ModerateAsync(
        TaskContext task,
        [Display(
            Name = "File",
            Description = "Columns author and text, up to 1,000 rows. If omitted, a sample with eight comments is used.")]
        [FileExtensions(Extensions = "csv")] TaskFile? file,
        [Range(1, 720), Description("Hours after which a comment that nobody has reviewed is rejected.")] int reviewHours = 48)
    {
        var comments = await task.StepAsync("Read the comments", () => ReadAsync(file, task));
        var decisions = new List<Decision>();
        foreach (var comment in task.Track(comments))
        {
            decisions.Add(
                CommentRules.Flag(comment.Text) is { } reason
                    ? await DecideAsync(task, comment, reason, TimeSpan.FromHours(reviewHours))
                    : new(comment.Author, "published", comment.Text));
            task.Log($"{comment.Author}: {decisions[^1].Verdict}");
        }

        var rejected = decisions.Count(decision => decision.Verdict == "rejected");
        task.Report(100, $"{decisions.Count - rejected} published, {rejected} rejected");
        return new Moderation(decisions.Count - rejected, rejected, decisions);
    }

    private static async Task<Decision> DecideAsync(TaskContext task, Comment comment, string reason, TimeSpan timeout)
    {
        task.Report($"Waiting for a review of {comment.Author}’s comment: {reason}");
        var options = new PromptOptions
        {
            Body = $"Flagged because {reason}.\n\n```\n{comment.Text}\n```",
            Default = Reject,
            Timeout = timeout
        };
        return await task.ChooseAsync($"Publish {comment.Author}’s comment?", Choices, options) switch
        {
            Approve => new(comment.Author, "approved", comment.Text),
            Edit => new(comment.Author, "edited", await EditAsync(task, comment)),
            _ => new(comment.Author, "rejected", comment.Text),
        };
    }

    private static async Task<string> EditAsync(TaskContext task, Comment comment)
    {
        var form = new FormSchema([new FormField("text", FieldType.Multiline)
        {
            Label = "Comment",
            Required = true,
            MaxLength = MaxLength,
            Default = JsonSerializer.SerializeToElement(comment.Text)
        }]);
        var answer = await task.AskAsync($"Edit {comment.Author}’s comment", form);
        return answer.GetProperty("text").GetString()!;
    }

    private static async Task<List<Comment>> ReadAsync(TaskFile? file, TaskContext task)
    {
        await using var content = file?.OpenRead() ?? File.OpenRead(BundledFile);
        using var csv = CsvFile.Read(content, await CsvFile.DetectEncodingAsync(file?.Name ?? "comments.csv", content, task));
        await csv.ReadHeaderAsync(task.CancellationToken);
        if (!csv.TryGetFieldIndex("text", out var textAt))
        {
            throw new InvalidDataException("The column “text” is missing. The first line must be: author,text");
        }

        var comments = new List<Comment>();
        var hasAuthors = csv.TryGetFieldIndex("author", out var authorAt);
        while (comments.Count < MaxComments && await csv.ReadAsync(task.CancellationToken))
        {
            if (csv.GetString(textAt) is { Length: > 0 } text)
            {
                var author = hasAuthors ? csv.GetString(authorAt) : "";
                comments.Add(new Comment(Cut(author.Length > 0 ? author : "somebody", 100), Cut(text, MaxLength)));
            }
        }

        return comments;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

/// <summary>A comment.</summary>
/// <param name="Author">The author.</param>
/// <param name="Text">The text.</param>
public sealed record Comment(string Author, string Text);

/// <summary>The outcome of a comment.</summary>
/// <param name="Author">The author.</param>
/// <param name="Verdict">"published" by rule, or "approved", "edited" or "rejected" by a person.</param>
/// <param name="Text">The published text.</param>
public sealed record Decision(string Author, string Verdict, string Text);

/// <summary>The result of a moderation.</summary>
/// <param name="Published">The number of published comments.</param>
/// <param name="Rejected">The number of rejected comments.</param>
/// <param name="Comments">The comments.</param>
public sealed record Moderation(int Published, int Rejected, IReadOnlyList<Decision> Comments);
