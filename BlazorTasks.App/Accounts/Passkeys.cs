using Microsoft.AspNetCore.WebUtilities;

namespace BlazorTasks.App.Accounts;

/// <summary>
/// The passkeys of accounts. One stands for both steps of signing in: it is on a device, which asks who holds it.
/// </summary>
internal sealed class Passkeys(SignInManager<Account> signIn)
{
    private const int Max = 10;
    private const string Required = "required";
    private const string NotUnderWay = "That took too long. Try again.";

    /// <summary>Requires what makes a passkey stand for both steps, and a browser that was on a page of this server.</summary>
    public static void Configure(IdentityPasskeyOptions options)
    {
        (options.UserVerificationRequirement, options.ResidentKeyRequirement) = (Required, Required);
        options.ValidateOrigin = context => ValueTask.FromResult(
            context is { CrossOrigin: false, HttpContext.Request: var request }
            && string.Equals(context.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Removes all passkeys of an account.</summary>
    public static async Task RemoveAllAsync(UserManager<Account> users, Account account)
    {
        foreach (var passkey in await users.GetPasskeysAsync(account))
        {
            await users.RemovePasskeyAsync(account, passkey.CredentialId);
        }
    }

    /// <summary>Returns the id of a passkey, for forms.</summary>
    public static string IdOf(UserPasskeyInfo passkey) => WebEncoders.Base64UrlEncode(passkey.CredentialId);

    public Task<IList<UserPasskeyInfo>> ListAsync(Account account) => signIn.UserManager.GetPasskeysAsync(account);

    /// <summary>Returns what the browser needs to find a passkey of anyone, so that nobody types a name.</summary>
    public Task<string> SignInOptionsAsync() => signIn.MakePasskeyRequestOptionsAsync(null);

    /// <summary>Returns what the browser needs to create a passkey.</summary>
    public Task<string> CreationOptionsAsync(Account account) => signIn.MakePasskeyCreationOptionsAsync(
        new() { Id = account.Id, Name = account.Name, DisplayName = account.Name });

    /// <summary>Returns why an account cannot get another passkey, or null.</summary>
    public async Task<string?> WhyNotAsync(Account account) =>
        (await ListAsync(account)).Count < Max ? null : $"You have {Max} passkeys. Remove one of them first.";

    /// <summary>Adds a passkey that the browser has created.</summary>
    /// <returns>Why it was rejected, or null.</returns>
    public async Task<string?> AddAsync(Account account, string name, string credential)
    {
        if (await PerformAsync(() => signIn.PerformPasskeyAttestationAsync(credential)) is not { } created)
        {
            return NotUnderWay;
        }

        if (!created.Succeeded || created.UserEntity.Id != account.Id)
        {
            return "The passkey was rejected. Try again.";
        }

        created.Passkey.Name = name;
        return AccountResult.Of(account, await signIn.UserManager.AddOrUpdatePasskeyAsync(account, created.Passkey)).Problem;
    }

    /// <summary>Returns whose passkey the browser has used, or null if it is not valid. Notes how often it was used.</summary>
    public async Task<Account?> OwnerAsync(string credential)
    {
        if (await PerformAsync(() => signIn.PerformPasskeyAssertionAsync(credential)) is not { Succeeded: true } proof)
        {
            return null;
        }

        await signIn.UserManager.AddOrUpdatePasskeyAsync(proof.User, proof.Passkey);
        return proof.User;
    }

    /// <summary>Removes a passkey.</summary>
    /// <returns>Its name, or null if there is none with this id.</returns>
    public async Task<string?> RemoveAsync(Account account, string id)
    {
        if ((await ListAsync(account)).FirstOrDefault(passkey => IdOf(passkey) == id) is not { } found)
        {
            return null;
        }

        await signIn.UserManager.RemovePasskeyAsync(account, found.CredentialId);
        return found.Name;
    }

    /// <summary>The framework throws if this browser has not asked for options before.</summary>
    private static async Task<T?> PerformAsync<T>(Func<Task<T>> perform)
        where T : class
    {
        try
        {
            return await perform();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
