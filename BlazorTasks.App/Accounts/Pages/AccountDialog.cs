using BlazorTasks.Dashboard.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.App.Accounts.Pages;

/// <summary>A dialog that changes an account. It stays open while there is something to correct, or a password to pass on.</summary>
public abstract class AccountDialog : DialogComponent
{
    /// <summary>What each role may do, in the order in which they are offered.</summary>
    protected static IReadOnlyList<(TaskRole Value, string Text)> Roles { get; } =
    [
        (TaskRole.Viewer, "Viewer: sees their own tasks"),
        (TaskRole.Operator, "Operator: starts tasks and manages their own"),
        (TaskRole.Admin, "Admin: manages everything, and people"),
    ];

    /// <summary>The id of the account.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The name of the account.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>What they may do.</summary>
    [Parameter]
    public TaskRole Role { get; set; } = TaskRole.Operator;

    /// <summary>Further roles, separated by commas.</summary>
    [Parameter]
    public string OtherRoles { get; set; } = "";

    /// <summary>Whether they can no longer sign in.</summary>
    [Parameter]
    public bool IsDisabled { get; set; }

    /// <summary>The role that is chosen.</summary>
    protected TaskRole ChosenRole { get; set; }

    [Inject]
    internal AccountAdministration Accounts { get; set; } = default!;

    /// <summary>Why the change was rejected, or null.</summary>
    protected string? Problem { get; private set; }

    /// <summary>The new password to pass on, or null.</summary>
    protected string? Password { get; private set; }

    /// <summary>Whether the change is being made.</summary>
    protected bool IsBusy { get; private set; }

    /// <inheritdoc />
    protected override void OnInitialized() => ChosenRole = Role;

    /// <summary>Makes a change, and closes the dialog.</summary>
    private protected async Task DoAsync(Func<Task<AccountResult>> change)
    {
        if (await TryAsync(change))
        {
            Dialog.Close();
        }
    }

    /// <summary>Makes a change that sets a password, and shows it.</summary>
    private protected async Task ShowPasswordAsync(Func<string, Task<AccountResult>> change)
    {
        var password = AccountAdministration.NewPassword();
        Password = await TryAsync(() => change(password)) ? password : null;
    }

    private async Task<bool> TryAsync(Func<Task<AccountResult>> change)
    {
        if (IsBusy)
        {
            return false;
        }

        IsBusy = true;
        try
        {
            Problem = (await change()).Problem;
        }
        catch (AccessDeniedException denied)
        {
            Problem = denied.Message;
        }
        finally
        {
            IsBusy = false;
        }

        return Problem is null;
    }
}
