using BlazorTasks.App.Hosting;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace BlazorTasks.App.Accounts;

/// <summary>The accounts: a SQLite file in the data directory, or a schema of the PostgreSQL database of the tasks.</summary>
internal sealed class AccountsDb(DbContextOptions<AccountsDb> options) : IdentityUserContext<Account>(options)
{
    private const string Schema = "blazor_tasks_accounts";
    private const string HasTablesInPostgres = $"""SELECT to_regclass('{Schema}."AspNetUsers"') IS NOT NULL AS "Value" """;

    public static string File(DataFolder data) => data.File("accounts.db");

    /// <summary>Selects the configured database.</summary>
    public static void Configure(DbContextOptionsBuilder options, IConfiguration configuration, DataFolder data) =>
        _ = ConfiguredStore.Setting(configuration) is { } postgres
            ? options.UseNpgsql(postgres)
            : options.UseSqlite(ConfiguredStore.SqliteConnection(File(data)));

    /// <summary>Returns whether there is at least one account.</summary>
    public async Task<bool> AnyAsync() => await HasTablesAsync() && await Users.AnyAsync();

    /// <summary>Creates the tables unless they exist. EnsureCreated does nothing in a database that has other tables.</summary>
    public async Task CreateTablesAsync()
    {
        if (!Database.IsNpgsql())
        {
            await Database.EnsureCreatedAsync();
        }
        else if (!await HasTablesAsync())
        {
            try
            {
                await this.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UniqueViolation)
            {
                // another node was faster
            }
        }
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Database.IsNpgsql() ? Schema : null);
        builder.Entity<Account>().Ignore(account => account.Name).Ignore(account => account.IsActiveAdmin)
            .Ignore(account => account.HasPassword).Ignore(account => account.Roles);
    }

    private async Task<bool> HasTablesAsync() => Database.IsNpgsql()
        ? await Database.SqlQueryRaw<bool>(HasTablesInPostgres).SingleAsync()
        : await this.GetService<IRelationalDatabaseCreator>().ExistsAsync();
}
