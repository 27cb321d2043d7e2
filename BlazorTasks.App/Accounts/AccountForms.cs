namespace BlazorTasks.App.Accounts;

// A field that was not sent is bound as null.

/// <summary>The form of the sign-in page, in either step.</summary>
internal sealed class SignInForm
{
    public string Name { get; set => field = value ?? ""; } = "";

    public string Password { get; set => field = value ?? ""; } = "";

    public string Code { get; set => field = value ?? ""; } = "";

    public string? ReturnUrl { get; set; }
}

/// <summary>The forms with a passkey.</summary>
internal sealed class PasskeyForm
{
    /// <summary>What the browser says about it, as JSON.</summary>
    public string Credential { get; set => field = value ?? ""; } = "";

    public string Name { get; set => field = value ?? ""; } = "";

    public string Current { get; set => field = value ?? ""; } = "";

    public string Id { get; set => field = value ?? ""; } = "";

    public string? ReturnUrl { get; set; }
}

/// <summary>The form for a new password.</summary>
internal sealed class PasswordForm
{
    public string Current { get; set => field = value ?? ""; } = "";

    public string New { get; set => field = value ?? ""; } = "";

    public string Repeated { get; set => field = value ?? ""; } = "";
}
