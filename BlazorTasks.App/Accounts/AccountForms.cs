namespace BlazorTasks.App.Accounts;

/// <summary>The form of the sign-in page, in either step.</summary>
internal sealed class SignInForm
{
    public string Name { get; set; } = "";

    public string Password { get; set; } = "";

    public string Code { get; set; } = "";

    public string? ReturnUrl { get; set; }
}

/// <summary>The form for a new password.</summary>
internal sealed class PasswordForm
{
    public string Current { get; set; } = "";

    public string New { get; set; } = "";

    public string Repeated { get; set; } = "";
}
