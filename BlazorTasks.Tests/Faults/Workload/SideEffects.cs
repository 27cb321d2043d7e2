using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace BlazorTasks.Tests.Workload;

/// <summary>
/// What tasks did to the world outside: a row for each deed, in a file that the server does not know. Code that ran twice,
/// or before it was allowed to, is counted here and not guessed.
/// </summary>
internal sealed class SideEffects(IConfiguration configuration)
{
    private readonly string _file = $"Data Source={configuration["Faults:Ledger"]
        ?? throw new InvalidOperationException("Set Faults:Ledger to the file that side effects are written to.")}";

    /// <summary>
    /// Writes that this attempt of this task did something. Nothing is buffered: what was done stays done, whatever becomes
    /// of the process.
    /// </summary>
    public void Do(TaskContext task, string deed)
    {
        using var connection = new SqliteConnection(_file);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = OFF; INSERT INTO deeds (task, attempt, deed) VALUES ($task, $attempt, $deed);";
        command.Parameters.AddWithValue("$task", task.Id.ToString());
        command.Parameters.AddWithValue("$attempt", task.Attempt);
        command.Parameters.AddWithValue("$deed", deed);
        command.ExecuteNonQuery();
    }
}
