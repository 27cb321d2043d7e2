namespace BlazorTasks.Cluster.Storage;

/// <summary>Extension methods for named parameters and for reading rows.</summary>
internal static class PostgresReading
{
    /// <summary>
    /// Adds a parameter. Times specify their type: with Npgsql's legacy behavior they would lose their time zone.
    /// </summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, string name, object value) => value switch
    {
        DateTimeOffset at => command.With(name, NpgsqlDbType.TimestampTz, at.UtcDateTime),
        DateTime => command.With(name, NpgsqlDbType.TimestampTz, value),
        _ => command.With(new NpgsqlParameter { ParameterName = name, Value = value }),
    };

    /// <summary>Adds a parameter that may be null or whose type cannot be told from its value.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, string name, NpgsqlDbType type, object? value) =>
        command.With(new NpgsqlParameter { ParameterName = name, NpgsqlDbType = type, Value = value ?? DBNull.Value });

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

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();

    private static NpgsqlCommand With(this NpgsqlCommand command, NpgsqlParameter parameter)
    {
        command.Parameters.Add(parameter);
        return command;
    }
}
