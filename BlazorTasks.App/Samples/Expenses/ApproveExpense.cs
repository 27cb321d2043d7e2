using System.Text.RegularExpressions;
using BlazorTasks.Forms;

namespace BlazorTasks.App.Samples.Expenses;

/// <summary>
/// The four-eyes principle: small amounts are approved automatically, larger ones by someone other than the requester. On a
/// server without accounts everyone is the same person, so the approver enters a name.
/// </summary>
public sealed class ApproveExpense
{
    /// <summary>Amounts up to this limit are approved automatically.</summary>
    public const double Limit = 500;

    /// <summary>The owner of every task on a server without accounts.</summary>
    private const string NoAccount = "local";

    private const string Approve = "approve";

    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(14);

    /// <summary>Requests an approval.</summary>
    [MonitoredTask("Approve an expense", Group = "Ask people", Restartable = true,
        Description = "Approves amounts up to 500 automatically, and asks someone other than the requester to approve larger ones.")]
    public async Task<Approval> ApproveAsync(
        TaskContext task,
        [Range(0.01, 1_000_000)] double amount,
        [StringLength(120, MinimumLength = 3), Description("What the money is for.")] string purpose,
        [StringLength(60), Description("Who requests the money. On a server with accounts, it is you.")] string? requester = null)
    {
        var who = HasAccounts(task)
            ? task.Owner!
            : requester is { Length: > 0 } name
            ? name.Trim()
            : throw new ValidationException("The requester is required on a server without accounts.");
        if (amount <= Limit)
        {
            task.Report(100, $"Approved automatically: amounts up to {Limit:N0} need no approval");
            return new Approval(amount, purpose, who, "the rule", null);
        }

        task.Report($"Waiting for approval of {amount:N2} for {purpose}");
        var approval = HasAccounts(task)
            ? await AskAccountAsync(task, amount, purpose, who)
            : await AskByNameAsync(task, amount, purpose, who);
        task.Report(100, $"Approved by {approval.ApprovedBy}");
        return approval;
    }

    private static bool HasAccounts(TaskContext task) => task.Owner is not (null or NoAccount);

    private static string Question(double amount, string purpose) => $"Approve {amount:N2} for {purpose}?";

    private static async Task<Approval> AskAccountAsync(TaskContext task, double amount, string purpose, string requester)
    {
        await task.RequireConfirmAsync(Question(amount, purpose), new()
        {
            Yes = "Approve",
            No = "Decline",
            Body = $"{requester} requests **{amount:N2}**.",
            For = Answerers.SomeoneElse,
            Timeout = MaxWait,
        });
        return new Approval(amount, purpose, requester, "someone else", null);
    }

    private static async Task<Approval> AskByNameAsync(TaskContext task, double amount, string purpose, string requester)
    {
        var options = new PromptOptions { Body = $"{requester} requests **{amount:N2}**. Someone else must decide.", Timeout = MaxWait };
        var answer = await task.AskAsync(Question(amount, purpose), Signature(requester), options);
        var approver = answer.GetProperty("name").GetString()!.Trim();
        var note = answer.TryGetProperty("note", out var said) ? said.GetString() : null;
        return answer.GetProperty("decision").GetString() == Approve
            ? new Approval(amount, purpose, requester, approver, note)
            : throw new TaskDeclinedException(Question(amount, purpose), approver);
    }

    /// <summary>The form on a server without accounts: any name except the requester's.</summary>
    private static FormSchema Signature(string requester) => new(
    [
        new FormField("name", FieldType.Text)
        {
            Label = "Your name",
            Description = $"Someone other than {requester}",
            Required = true,
            MinLength = 2,
            MaxLength = 60,
            Pattern = $@"(?!(?i:\s*{Regex.Escape(requester)}\s*)$).*"
        },
        new FormField("decision", FieldType.Choice)
        {
            Label = "Decision",
            Required = true,
            Options = [new(Approve, "Approve"), new("decline", "Decline")]
        },
        new FormField("note", FieldType.Multiline) { Label = "Note", MaxLength = 500 },
    ]);
}

/// <summary>An approved expense.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="RequestedBy">Who requested it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
/// <param name="Note">The approver's note.</param>
public sealed record Approval(double Amount, string Purpose, string RequestedBy, string ApprovedBy, string? Note);
