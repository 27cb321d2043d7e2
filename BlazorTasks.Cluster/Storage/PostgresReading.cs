using Npgsql;
using NpgsqlTypes;

namespace BlazorTasks.Cluster.Storage;

/// <summary>Extension methods for reading rows.</summary>
internal static class PostgresReading
{
    public static async Task<List<T>> ReadAllAsync<T>(
        this NpgsqlCommand command,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        var all = new List<T>();
        using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            all.Add(read(row));
        }

        return all;
    }

    /// <summary>Creates a command with positional parameters.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource source, string sql, params ReadOnlySpan<object> values)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    /// <summary>
    /// Adds a positional parameter. Times specify their type: with Npgsql's legacy behavior they would lose their time zone.
    /// </summary>
    public static NpgsqlParameter Parameter(object value) => value switch
    {
        DateTimeOffset at => Parameter(at.UtcDateTime),
        DateTime => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = value },
        _ => new NpgsqlParameter { Value = value },
    };

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();
}
