namespace BlazorTasks.App.Accounts;

/// <summary>The outcome of a change.</summary>
/// <param name="Account">The account, or null if it does not exist.</param>
/// <param name="Problem">Why it was rejected, in sentences, or null if it was made.</param>
internal sealed record AccountResult(Account? Account, string? Problem)
{
    /// <summary>Returns the outcome of a change by the account store.</summary>
    public static AccountResult Of(Account account, IdentityResult result) =>
        new(account, result.Succeeded ? null : string.Join(" ", result.Errors.Select(error => error.Description)));

    public static AccountResult Rejected(string problem) => new(null, problem);
}
