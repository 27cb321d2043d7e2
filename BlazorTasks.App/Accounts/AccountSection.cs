namespace BlazorTasks.App.Accounts;

/// <summary>The sections of the page of one's own account in which something can go wrong.</summary>
public enum AccountSection
{
    /// <summary>The password.</summary>
    Password,

    /// <summary>The second step.</summary>
    TwoFactor,

    /// <summary>The passkeys.</summary>
    Passkeys,
}
