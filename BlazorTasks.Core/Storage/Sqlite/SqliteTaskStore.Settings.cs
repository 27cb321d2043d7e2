namespace BlazorTasks.Storage.Sqlite;

/// <content>What people have set for themselves.</content>
internal sealed partial class SqliteTaskStore
{
    Task<string?> ITaskSettings.FindAsync(string name, string person, CancellationToken cancellationToken) => ReadAsync(
        reading =>
        {
            using var command = SqliteTaskReader.Command(
                reading,
                "SELECT value FROM settings WHERE name = $name AND person = $person",
                ("$name", name),
                ("$person", person));
            return (string?)command.ExecuteScalar();
        },
        cancellationToken);

    Task<IReadOnlyDictionary<string, string>> ITaskSettings.ListAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyDictionary<string, string>>(
            reading =>
            {
                using var command = SqliteTaskReader.Command(
                    reading,
                    "SELECT person, value FROM settings WHERE name = $name",
                    ("$name", name));
                return SqliteTaskReader.ReadAll(command, row => KeyValuePair.Create(row.GetString(0), row.GetString(1))).ToDictionary();
            },
            cancellationToken);

    Task ITaskSettings.PutAsync(string name, string person, string value, CancellationToken cancellationToken) =>
        Task.Run(() => Write(_ => PutSetting(_writing!, name, person, value)), cancellationToken);

    Task<bool> ITaskSettings.ReplaceAsync(
        string name,
        string person,
        string? expected,
        string? value,
        CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                var isReplaced = false;
                Write(_ => isReplaced = ReplaceSetting(_writing!, name, person, expected, value));
                return isReplaced;
            },
            cancellationToken);

    private static bool ReplaceSetting(SqliteConnection connection, string name, string person, string? expected, string? value)
    {
        const string Where = "WHERE name = $name AND person = $person AND value = $expected";
        using var statement = new SqliteStatement(connection, (expected, value) switch
        {
            (null, _) => "INSERT INTO settings (name, person, value) VALUES ($name, $person, $value) ON CONFLICT DO NOTHING",
            (_, null) => $"DELETE FROM settings {Where}",
            _ => $"UPDATE settings SET value = $value {Where}",
        });
        statement.Bind("$name", name).Bind("$person", person);
        if (expected is not null)
        {
            statement.Bind("$expected", expected);
        }

        return (value is null ? statement : statement.Bind("$value", value)).RunOnRow();
    }

    private static void PutSetting(SqliteConnection connection, string name, string person, string value)
    {
        using var statement = new SqliteStatement(
            connection,
            """
            INSERT INTO settings (name, person, value) VALUES ($name, $person, $value)
            ON CONFLICT (name, person) DO UPDATE SET value = excluded.value
            """);
        statement.Bind("$name", name).Bind("$person", person).Bind("$value", value).Run();
    }
}
