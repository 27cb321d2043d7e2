namespace BlazorTasks.App.Accounts;

/// <summary>A person who signs in.</summary>
internal sealed class Account : IdentityUser
{
    /// <summary>What they may do.</summary>
    public TaskRole Role { get; set; }

    /// <summary>Whether they can no longer sign in.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>Further roles, if they were read.</summary>
    public IReadOnlyList<string> Roles { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>The name with which they sign in, and which is shown to others.</summary>
    public string Name => UserName!;

    /// <summary>Whether they sign in here, and not at the provider of single sign-on.</summary>
    public bool HasPassword => PasswordHash is not null;

    /// <summary>Whether they can sign in and manage everything.</summary>
    public bool IsActiveAdmin => Role == TaskRole.Admin && !IsDisabled;

    /// <summary>Returns the person of this account, for the audit log.</summary>
    public Person ToPerson() => new(Id) { Name = Name, Role = Role };
}
