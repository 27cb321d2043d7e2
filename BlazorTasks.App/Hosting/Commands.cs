using System.Data.Common;
using System.Text.Json;
using BlazorTasks.App.Accounts;
using BlazorTasks.Storage;
using BlazorTasks.Storage.Sqlite;

namespace BlazorTasks.App.Hosting;

/// <summary>The commands that run instead of the server, and beside one that is running.</summary>
internal static class Commands
{
    /// <summary>EX_USAGE of sysexits.h.</summary>
    private const int WrongUse = 64;

    private const string Usage = "Usage: no command starts the server, \"verify\" verifies the history, \"backup FILE\" " +
        "copies it, \"users …\" manages accounts, \"health\" asks the running server, \"--help\" shows help.";

    private const string Help =
        """
        BlazorTasks: live, interactive long-running tasks, and their dashboard.

          BlazorTasks.App [SETTING…]                serve the dashboard
          BlazorTasks.App verify [SETTING…]         verify the history and list inconsistencies
          BlazorTasks.App backup FILE [SETTING…]    copy the history and the accounts (SQLite), also while
                                                    the server runs
          BlazorTasks.App users add NAME [--role admin|operator|viewer]
                                                    add an account; without any, nobody has to sign in
          BlazorTasks.App users list                list the accounts
          BlazorTasks.App users reset NAME          set a new password
          BlazorTasks.App users remove NAME         remove an account
          BlazorTasks.App health [SETTING…]         ask the server at --urls whether it is ready, for containers
          BlazorTasks.App --help                    show this help

        Settings are specified as --name value or --name=value. The most important ones:

          --urls http://127.0.0.1:5080              the address of the dashboard
          --BlazorTasks:Data App_Data               the data directory: history, keys, uploads, results
          --ConnectionStrings:Tasks "Host=…"        use PostgreSQL instead of a SQLite file
          --BlazorTasks:TaskAssemblies:0 FILE.dll   custom task assemblies

        Environment variables (BlazorTasks__Data) and appsettings.json are supported too. See docs/operations.md for all settings.
        """;

    /// <summary>Runs the command, if one was specified.</summary>
    /// <returns>The exit code, or null to start the server.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args.Any(arg => arg is "--help" or "-h" or "-?"))
        {
            Console.WriteLine(Help);
            return 0;
        }

        var words = args.TakeWhile(arg => !arg.StartsWith('-') && !arg.Contains('=')).ToArray();
        return words switch
        {
            [] when StrayWord(args) is { } word =>
                await RefuseAsync($"\"{word}\" is not a setting, and a command must be the first argument."),
            [] => null,
            ["verify"] => await VerifyAsync(args[1..]),
            ["health"] => await HealthCommand.RunAsync(CreateBuilder(args[1..]).Configuration),
            ["backup", var file] => await BackupAsync(file, args[2..]),
            ["users", ..] => await UserCommands.RunAsync(words[1..], args[words.Length..]) ?? await RefuseAsync(UserCommands.Usage),
            ["backup"] => await RefuseAsync("The command \"backup\" requires a file name."),
            ["backup" or "verify" or "health", ..] => await RefuseAsync(
                $"The command \"{words[0]}\" does not accept the argument \"{words[^1]}\"."),
            _ => await RefuseAsync($"Unknown command \"{words[0]}\"."),
        };
    }

    /// <summary>
    /// Creates the host builder. The content root is the directory of the App or, with "dotnet run", that of the project.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var given = new ConfigurationBuilder()
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddCommandLine(args)
            .Build()[HostDefaults.ContentRootKey];
        var here = Directory.GetCurrentDirectory();
        var isProject = AppContext.BaseDirectory.StartsWith(
            Path.Combine(here, "bin") + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
        var root = given is { Length: > 0 } ? given : isProject ? here : AppContext.BaseDirectory;
        return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = root });
    }

    /// <summary>Returns the first argument that is neither a setting nor its value and would be ignored, or null.</summary>
    private static string? StrayWord(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].Contains('='))
            {
                continue;
            }

            if (!args[i].StartsWith("--", StringComparison.Ordinal) && !args[i].StartsWith('/'))
            {
                return args[i];
            }

            i++; // its value
        }

        return null;
    }

    private static async Task<int> VerifyAsync(string[] args)
    {
        var builder = CreateBuilder(args);
        builder.Services.AddBlazorTasks().UseConfiguredStore(
            builder.Configuration,
            DataFolder.Open(builder.Configuration, builder.Environment));
        await using var services = builder.Services.BuildServiceProvider();
        var store = services.GetRequiredService<ITaskStore>();
        await store.OpenToReadAsync(CancellationToken.None);
        var check = new HistoryVerifier(store);
        var found = 0;
        try
        {
            await foreach (var contradiction in check.RunAsync())
            {
                found++;
                Console.WriteLine(contradiction);
            }
        }
        catch (Exception error) when (error is DbException or JsonException)
        {
            throw new TaskStoreException($"The history could not be read after {check.Tasks} tasks: {error.Message}", error);
        }

        Console.WriteLine(
            $"{check.Tasks} tasks with {check.Events} events: " +
            $"{(found == 0 ? "no inconsistencies found." : $"{found} inconsistencies found.")}");
        return found == 0 ? 0 : 1;
    }

    private static async Task<int> BackupAsync(string file, string[] args)
    {
        var builder = CreateBuilder(args);
        if (ConfiguredStore.Setting(builder.Configuration) is not null)
        {
            return await RefuseAsync("The command \"backup\" only supports SQLite. For PostgreSQL, use pg_dump (docs/operations.md).");
        }

        var data = DataFolder.Open(builder.Configuration, builder.Environment);
        var path = Path.GetFullPath(file);
        await SqliteBackup.RunAsync(ConfiguredStore.SqliteConnection(data), path);
        Console.WriteLine($"The history was copied to {path}.");
        if (File.Exists(AccountsDb.File(data)))
        {
            var accounts = Path.ChangeExtension(path, ".accounts.db");
            await SqliteBackup.RunAsync(ConfiguredStore.SqliteConnection(AccountsDb.File(data)), accounts);
            Console.WriteLine($"The accounts were copied to {accounts}.");
        }

        return 0;
    }

    private static async Task<int> RefuseAsync(string why)
    {
        await Console.Error.WriteLineAsync($"{why} {Usage}");
        return WrongUse;
    }
}
