using Npgsql;
using NpgsqlTypes;

namespace BlazorTasks.Cluster.Storage;

/// <summary>Reading rows.</summary>
internal static class PostgresReading
{
    public static async Task<List<T>> ReadAllAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            all.Add(read(row));
        }

        return all;
    }

    /// <summary>A command with its values by position.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource source, string sql, params ReadOnlySpan<object> values)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    /// <summary>A value by position. Times name their type: with Npgsql's legacy behaviour they would lose their zone.</summary>
    public static NpgsqlParameter Parameter(object value) => value switch
    {
        DateTimeOffset at => Parameter(at.UtcDateTime),
        DateTime => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = value },
        _ => new NpgsqlParameter { Value = value },
    };

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();
}
