using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using BlazorTasks.Forms;

namespace BlazorTasks.App.Samples.Expenses;

/// <summary>
/// Four eyes: a small amount is approved by itself, a large one by somebody else than the one who asks for it. On a server
/// without accounts everyone is the same person, so the approver gives a name there.
/// </summary>
public sealed class ApproveExpense
{
    /// <summary>Up to this amount nobody is asked.</summary>
    public const double Limit = 500;

    /// <summary>The owner of every task on a server without accounts.</summary>
    private const string NoAccount = "local";

    private const string Approve = "approve";

    private static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    /// <summary>Asks for an approval.</summary>
    [MonitoredTask("Approve an expense", Group = "Ask people", Restartable = true,
        Description = "Approves amounts up to 500 by itself, and asks somebody else than the requester about larger ones.")]
    public async Task<Approval> ApproveAsync(
        TaskContext task,
        [Range(0.01, 1_000_000)] double amount,
        [StringLength(120, MinimumLength = 3), Description("What it is for.")] string purpose,
        [StringLength(60), Description("Who wants the money. With accounts it is you.")] string? requester = null)
    {
        var who = HasAccounts(task) ? task.Owner! : requester is { Length: > 0 } name ? name.Trim() : throw new ValidationException("Say who wants the money: this server has no accounts to know it from.");
        if (amount <= Limit)
        {
            task.Report(100, $"Approved by itself: up to {Limit:N0} needs nobody");
            return new Approval(amount, purpose, who, "the rule", null);
        }

        task.Report($"{amount:N2} for {purpose} waits for an approval");
        var approval = HasAccounts(task) ? await AskAccountAsync(task, amount, purpose, who) : await AskByNameAsync(task, amount, purpose, who);
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
            Body = $"{requester} asks for **{amount:N2}**.",
            For = Answerers.SomeoneElse,
            Timeout = Patience,
        });
        return new Approval(amount, purpose, requester, "somebody else", null);
    }

    private static async Task<Approval> AskByNameAsync(TaskContext task, double amount, string purpose, string requester)
    {
        var options = new PromptOptions { Body = $"{requester} asks for **{amount:N2}**. Somebody else decides.", Timeout = Patience };
        var answer = await task.AskAsync(Question(amount, purpose), Signature(requester), options);
        var approver = answer.GetProperty("name").GetString()!.Trim();
        var note = answer.TryGetProperty("note", out var said) ? said.GetString() : null;
        return answer.GetProperty("decision").GetString() == Approve
            ? new Approval(amount, purpose, requester, approver, note)
            : throw new TaskDeclinedException(Question(amount, purpose), approver);
    }

    /// <summary>What a person fills in where there are no accounts: any name but the requester's.</summary>
    private static FormSchema Signature(string requester) => new(
    [
        new FormField("name", FieldType.Text) { Label = "Your name", Description = $"Somebody else than {requester}", Required = true, MinLength = 2, MaxLength = 60, Pattern = $@"(?!(?i:\s*{Regex.Escape(requester)}\s*)$).*" },
        new FormField("decision", FieldType.Choice) { Label = "Decision", Required = true, Options = [new(Approve, "Approve"), new("decline", "Decline")] },
        new FormField("note", FieldType.Multiline) { Label = "Note", MaxLength = 500 },
    ]);
}

/// <summary>An expense that was approved.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Purpose">What for.</param>
/// <param name="RequestedBy">Who wanted it.</param>
/// <param name="ApprovedBy">Who agreed.</param>
/// <param name="Note">What they said to it.</param>
public sealed record Approval(double Amount, string Purpose, string RequestedBy, string ApprovedBy, string? Note);
