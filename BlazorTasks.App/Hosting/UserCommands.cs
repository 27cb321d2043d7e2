using System.Data.Common;
using BlazorTasks.App.Accounts;
using BlazorTasks.Storage;

namespace BlazorTasks.App.Hosting;

/// <summary>The commands "users …". Whoever can run them has access to the data anyway, so they ask for no sign-in.</summary>
internal static class UserCommands
{
    public const string Usage = "The command \"users\" requires \"add NAME\", \"list\", \"reset NAME\" or \"remove NAME\".";

    private const string RoleSetting = "role";

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code, or null for wrong use.</returns>
    public static async Task<int?> RunAsync(string[] words, string[] settings)
    {
        var builder = Commands.CreateBuilder(settings);
        var data = DataFolder.Open(builder.Configuration, builder.Environment);
        builder.Services.AddAccounts(builder.Configuration, data);
        await using var services = builder.Services.BuildServiceProvider();
        var accounts = services.GetRequiredService<AccountDirectory>();
        try
        {
            return await RunAsync(words, accounts, builder.Configuration[RoleSetting]);
        }
        catch (DbException error)
        {
            throw new TaskStoreException($"The accounts cannot be used: {error.Message}", error);
        }
    }

    private static async Task<int?> RunAsync(string[] words, AccountDirectory accounts, string? role) => words switch
    {
        ["list"] => await ListAsync(accounts),
        ["add", var name] => await AddAsync(accounts, name, role),
        ["reset", var name] => await ChangeAsync(accounts, name, "The password was changed", account =>
            accounts.ResetAsync(account.Id, ReadPassword())),
        ["remove", var name] => await ChangeAsync(accounts, name, "The account was removed", account => accounts.RemoveAsync(account.Id)),
        _ => null,
    };

    private static async Task<int> ListAsync(AccountDirectory accounts)
    {
        foreach (var account in await accounts.ListAsync())
        {
            Console.WriteLine($"{account.Name}\t{AccountClaims.RoleOf(account.Role)}{(account.IsDisabled ? "\tdisabled" : "")}");
        }

        return 0;
    }

    private static async Task<int> AddAsync(AccountDirectory accounts, string name, string? roleName)
    {
        var isFirst = !await accounts.AnyAsync();
        var role = isFirst ? TaskRole.Admin : TaskRole.Operator;
        if (roleName is not null && (!roleName.All(char.IsAsciiLetter) || !Enum.TryParse(roleName, ignoreCase: true, out role)))
        {
            return await RejectAsync($"\"{roleName}\" is not a role. Choose admin, operator or viewer.");
        }

        if (isFirst && role != TaskRole.Admin)
        {
            return await RejectAsync("The first account must be an administrator: --role admin.");
        }

        var result = await accounts.AddAsync(name, role, ReadPassword());
        return result.Problem is { } problem ? await RejectAsync(problem) : Report(
            $"The account {result.Account!.Name} was added with the role {AccountClaims.RoleOf(role)}."
            + (isFirst ? " Everyone has to sign in from the next start of the server on." : ""));
    }

    private static async Task<int> ChangeAsync(
        AccountDirectory accounts,
        string name,
        string done,
        Func<Account, Task<AccountResult>> change)
    {
        if (await accounts.FindAsync(name) is not { } account)
        {
            return await RejectAsync($"There is no account {name}. \"users list\" lists them.");
        }

        return (await change(account)).Problem is { } problem ? await RejectAsync(problem) : Report($"{done}: {account.Name}.");
    }

    private static int Report(string text)
    {
        Console.WriteLine(text);
        return 0;
    }

    private static async Task<int> RejectAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }

    /// <summary>
    /// Reads a password from the terminal without showing it, or from standard input. Never an argument, which others see.
    /// </summary>
    private static string ReadPassword()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? "";
        }

        var (first, second) = (ReadHidden("Password: "), ReadHidden("Password again: "));
        return first == second ? first : throw new TaskSetupException("The passwords differ.");
    }

    private static string ReadHidden(string prompt)
    {
        Console.Write(prompt);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }

        Console.WriteLine();
        return text.ToString();
    }
}
