using System.Data.Common;
using System.Text.Json;
using BlazorTasks.Storage;
using BlazorTasks.Storage.Sqlite;

namespace BlazorTasks.App.Hosting;

/// <summary>What the App does instead of serving, given as its first word: "verify" and "backup FILE". Both work beside a running server.</summary>
internal static class Commands
{
    /// <summary>"The command was used incorrectly" of sysexits.h.</summary>
    private const int WrongUse = 64;

    private const string Usage = "Give no command to serve, \"verify\" to check the history, or \"backup FILE\" to copy it.";

    /// <summary>Runs the command, if there is one.</summary>
    /// <returns>The exit code, or null to serve.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        var words = args.TakeWhile(arg => !arg.StartsWith('-')).ToArray();
        return words switch
        {
            [] => null,
            ["verify"] => await VerifyAsync(args[1..]),
            ["backup", var file] => await BackupAsync(file, args[2..]),
            ["backup"] => await RefuseAsync("\"backup\" needs the name of the file to write."),
            ["backup" or "verify", ..] => await RefuseAsync($"\"{words[0]}\" does not take \"{words[^1]}\"."),
            _ => await RefuseAsync($"There is no command \"{words[0]}\"."),
        };
    }

    private static async Task<int> VerifyAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddBlazorTasks().UseConfiguredStore(builder.Configuration, DataFolder.Open(builder.Configuration, builder.Environment));
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
            throw new TaskStoreException($"After {check.Tasks} tasks the history could not be read: {error.Message}", error);
        }

        Console.WriteLine($"{check.Tasks} tasks with {check.Events} events: {(found == 0 ? "all is well." : $"{found} contradictions.")}");
        return found == 0 ? 0 : 1;
    }

    private static async Task<int> BackupAsync(string file, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (ConfiguredStore.Setting(builder.Configuration) is not null)
        {
            return await RefuseAsync("\"backup\" copies a SQLite history, and this one is in PostgreSQL: use pg_dump (docs/operations.md).");
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
