using Microsoft.Data.Sqlite;

namespace BlazorTasks.App.Samples.Customers;

/// <summary>The customers of the sample shop, in their own SQLite table.</summary>
public sealed class CustomerTable(string file)
{
    /// <summary>Opens the table, and creates it if it does not exist.</summary>
    public SqliteConnection Open() => SqliteFile.Open(
        file,
        """
        CREATE TABLE IF NOT EXISTS customers (
          number INTEGER PRIMARY KEY,
          name TEXT NOT NULL,
          email TEXT NOT NULL,
          city TEXT NOT NULL,
          since TEXT NOT NULL,
          credit TEXT NOT NULL
        ) STRICT;
        """);

    /// <summary>Saves customers in one transaction.</summary>
    /// <returns>The numbers of created and updated customers.</returns>
    public static (int Created, int Updated) Save(SqliteConnection connection, IReadOnlyList<Customer> customers, bool overwrite)
    {
        using var transaction = connection.BeginTransaction();
        using var exists = Command(connection, transaction, "SELECT 1 FROM customers WHERE number = $number", "number");
        using var insert = Command(
            connection,
            transaction,
            "INSERT INTO customers (number, name, email, city, since, credit) VALUES ($number, $name, $email, $city, $since, $credit)",
            "number", "name", "email", "city", "since", "credit");
        using var update = Command(
            connection,
            transaction,
            """
            UPDATE customers SET name = $name, email = $email, city = $city, since = $since, credit = $credit
            WHERE number = $number AND (name, email, city, since, credit) IS NOT ($name, $email, $city, $since, $credit)
            """,
            "number", "name", "email", "city", "since", "credit");
        var (created, updated) = (0, 0);
        foreach (var customer in customers)
        {
            exists.Parameters["$number"].Value = customer.Number;
            if (exists.ExecuteScalar() is null)
            {
                created += Run(insert, customer);
            }
            else if (overwrite)
            {
                updated += Run(update, customer);
            }
        }

        transaction.Commit();
        return (created, updated);
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + name });
        }

        return command;
    }

    private static int Run(SqliteCommand command, Customer customer)
    {
        command.Parameters["$number"].Value = customer.Number;
        command.Parameters["$name"].Value = customer.Name;
        command.Parameters["$email"].Value = customer.Email;
        command.Parameters["$city"].Value = customer.City;
        command.Parameters["$since"].Value = customer.Since.ToString("O", CultureInfo.InvariantCulture);
        command.Parameters["$credit"].Value = customer.Credit.ToString(CultureInfo.InvariantCulture);
        return command.ExecuteNonQuery();
    }
}

/// <summary>A customer of the sample shop.</summary>
public sealed record Customer(int Number, string Name, string Email, string City, DateOnly Since, decimal Credit);
