using System.Data.Common;
using System.Text.Json;
using BlazorTasks.Storage;
using BlazorTasks.Storage.Sqlite;

namespace BlazorTasks.App.Hosting;

/// <summary>The commands that run instead of the server: "verify" and "backup FILE". Both work while a server is running.</summary>
internal static class Commands
{
    /// <summary>EX_USAGE of sysexits.h.</summary>
    private const int WrongUse = 64;

    private const string Usage = "Usage: no command starts the server, \"verify\" verifies the history, \"backup FILE\" copies it.";

    /// <summary>Runs the command, if one was specified.</summary>
    /// <returns>The exit code, or null to start the server.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        var words = args.TakeWhile(arg => !arg.StartsWith('-')).ToArray();
        return words switch
        {
            [] => null,
            ["verify"] => await VerifyAsync(args[1..]),
            ["backup", var file] => await BackupAsync(file, args[2..]),
            ["backup"] => await RefuseAsync("The command \"backup\" requires a file name."),
            ["backup" or "verify", ..] => await RefuseAsync($"The command \"{words[0]}\" does not accept the argument \"{words[^1]}\"."),
            _ => await RefuseAsync($"Unknown command \"{words[0]}\"."),
        };
    }

    private static async Task<int> VerifyAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
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
        var builder = WebApplication.CreateBuilder(args);
        if (ConfiguredStore.Setting(builder.Configuration) is not null)
        {
            return await RefuseAsync("The command \"backup\" only supports SQLite. For PostgreSQL, use pg_dump (docs/operations.md).");
        }

        var data = DataFolder.Open(builder.Configuration, builder.Environment);
        var path = Path.GetFullPath(file);
        await SqliteBackup.RunAsync(ConfiguredStore.SqliteConnection(data), path);
        Console.WriteLine($"The history was copied to {path}.");
        return 0;
    }

    private static async Task<int> RefuseAsync(string why)
    {
        await Console.Error.WriteLineAsync($"{why} {Usage}");
        return WrongUse;
    }
}
