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
