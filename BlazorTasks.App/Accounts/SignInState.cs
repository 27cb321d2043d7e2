using System.Data.Common;
using BlazorTasks.App.Hosting;
using BlazorTasks.Storage;

namespace BlazorTasks.App.Accounts;

/// <summary>Whether people have to sign in. That changes with the first account, for which the server starts again.</summary>
internal sealed class SignInState(bool isRequired)
{
    /// <summary>Whether this server requires a sign-in.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>Whether the server is to start again after it has stopped.</summary>
    public bool IsRestarting { get; private set; }

    /// <summary>Looks for accounts.</summary>
    /// <exception cref="TaskStoreException">That cannot be found out, and so nobody may get in.</exception>
    public static async Task<SignInState> ReadAsync(IConfiguration configuration, DataFolder data)
    {
        var hasSingleSignOn = OpenIdSettings.Read(configuration).IsUsed;
        if (!hasSingleSignOn && ConfiguredStore.Setting(configuration) is null && !File.Exists(AccountsDb.File(data)))
        {
            return new(isRequired: false);
        }

        await using var services = new ServiceCollection().AddLogging().AddAccounts(configuration, data).BuildServiceProvider();
        try
        {
            var accounts = services.GetRequiredService<AccountDirectory>();
            if (hasSingleSignOn)
            {
                await accounts.CreateTablesAsync();
            }

            return new(hasSingleSignOn || await accounts.AnyAsync());
        }
        catch (DbException error)
        {
            throw new TaskStoreException($"BlazorTasks was not started: the accounts cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Stops the server, to start it again with sign-in.</summary>
    public void Restart(IHostApplicationLifetime server)
    {
        IsRestarting = true;
        server.StopApplication();
    }
}
