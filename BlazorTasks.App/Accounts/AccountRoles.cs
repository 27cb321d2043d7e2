namespace BlazorTasks.App.Accounts;

/// <summary>
/// The roles of accounts beside <see cref="TaskRole"/>, for definitions that require one and for prompts to one. They are
/// claims of the account, and never one of those with which someone becomes an administrator.
/// </summary>
internal static class AccountRoles
{
    /// <summary>The type of these claims.</summary>
    public const string ClaimType = ClaimTypes.Role;

    /// <summary>Returns the roles of a text such as "clerks, approvers".</summary>
    public static IReadOnlyList<string> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Returns why a role cannot be given, or null.</summary>
    public static string? WhyNot(IEnumerable<string> roles) => roles.FirstOrDefault(role => !IsAllowed(role)) switch
    {
        null => null,
        var role when IsReserved(role) => $"\"{role}\" cannot be another role: choose it as the role.",
        _ => $"The name of a role has 1 to {AccountName.MaxLength} visible characters.",
    };

    /// <summary>Returns whether a role may be given.</summary>
    public static bool IsAllowed(string role) => AccountName.IsValid(role) && !IsReserved(role);

    /// <summary>Gives an account these roles and no others.</summary>
    public static async Task SetAsync(UserManager<Account> users, Account account, IReadOnlyCollection<string> roles)
    {
        var before = (await users.GetClaimsAsync(account)).Where(claim => claim.Type == ClaimType).ToList();
        await users.RemoveClaimsAsync(account, before.Where(claim => !roles.Contains(claim.Value)));
        await users.AddClaimsAsync(
            account,
            roles.Except(before.Select(claim => claim.Value)).Select(role => new Claim(ClaimType, role)));
    }

    private static bool IsReserved(string role) => Enum.GetNames<TaskRole>().Contains(role, StringComparer.OrdinalIgnoreCase);
}
