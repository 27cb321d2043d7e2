namespace BlazorTasks.App.Accounts;

/// <summary>What comes after a step of signing in.</summary>
/// <param name="Problem">Why it failed, as a sentence, or null.</param>
/// <param name="NeedsCode">Whether a second step follows.</param>
internal sealed record SignInOutcome(string? Problem, bool NeedsCode = false)
{
    /// <summary>They are signed in.</summary>
    public static SignInOutcome Done { get; } = new((string?)null);

    /// <summary>The password is right, and a code is required.</summary>
    public static SignInOutcome SecondStep { get; } = new(null, NeedsCode: true);

    public static SignInOutcome Rejected(string problem) => new(problem);
}
