namespace BlazorTasks.App.Accounts;

/// <summary>The form of the sign-in page, in either step.</summary>
internal sealed class SignInForm
{
    public string Name { get; set; } = "";

    public string Password { get; set; } = "";

    public string Code { get; set; } = "";

    public string? ReturnUrl { get; set; }
}

/// <summary>The forms with a passkey.</summary>
internal sealed class PasskeyForm
{
    /// <summary>What the browser says about it, as JSON.</summary>
    public string Credential { get; set; } = "";

    public string Name { get; set; } = "";

    public string Current { get; set; } = "";

    public string Id { get; set; } = "";

    public string? ReturnUrl { get; set; }
}

/// <summary>The form for a new password.</summary>
internal sealed class PasswordForm
{
    public string Current { get; set; } = "";

    public string New { get; set; } = "";

    public string Repeated { get; set; } = "";
}
