using BlazorTasks.App.Hosting;
using Microsoft.AspNetCore.Identity;

namespace BlazorTasks.Tests.App.Accounts;

/// <summary>The accounts of the App, in both databases.</summary>
[Collection(PostgresTests.Name)]
public sealed class AccountDirectoryTests(PostgresServer server) : IAsyncLifetime
{
    private const string Password = AccountsHost.Password;

    private readonly TempFolder _data = new();
    private readonly List<ServiceProvider> _services = [];
    private AccountDirectory _accounts = default!;

    public Task InitializeAsync()
    {
        _accounts = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        _data.Dispose();
    }

    [Fact]
    public async Task Accounts_AtFirst_AreNone()
    {
        (await _accounts.AnyAsync()).Should().BeFalse();
        (await _accounts.ListAsync()).Should().BeEmpty();
        (await _accounts.FindAsync("anna")).Should().BeNull();
    }

    [Fact]
    public async Task Add_InPostgresThatHasOtherTables_IsReadByAnotherNode()
    {
        var database = await server.NewDatabaseAsync();
        await server.ExecuteAsync(new Npgsql.NpgsqlConnectionStringBuilder(database).Database!, "CREATE TABLE other (id int)");
        var (one, other) = (Open(database), Open(database));
        (await other.AnyAsync()).Should().BeFalse();

        var added = await one.AddAsync("Åsa Öberg", TaskRole.Admin, Password);
        await other.AddAsync("Bo", TaskRole.Viewer, Password);

        added.Problem.Should().BeNull();
        (await other.ListAsync()).Select(account => account.Name).Should().BeEquivalentTo("Åsa Öberg", "Bo");
        (await one.FindAsync("åsa öberg"))!.Role.Should().Be(TaskRole.Admin);
    }

    [Theory]
    [InlineData("  ", Password, "A name has 1 to 64 visible characters.")]
    [InlineData("an\u200Bna", Password, "A name has 1 to 64 visible characters.")]
    [InlineData("an\U000E0061na", Password, "A name has 1 to 64 visible characters.")]
    [InlineData("anna\u3164", Password, "A name has 1 to 64 visible characters.")]
    [InlineData("a\nb", Password, "A name has 1 to 64 visible characters.")]
    [InlineData("bert", "too short", "Passwords must be at least 12 characters.")]
    [InlineData("bert", "aaaaaaaaaaaaaaaa", "Passwords must use at least 5 different characters.")]
    [InlineData("ANNA", Password, "Username 'ANNA' is already taken.")]
    public async Task Add_Invalid_IsExplained(string name, string password, string problem)
    {
        await _accounts.AddAsync("anna", TaskRole.Admin, Password);

        (await _accounts.AddAsync(name, TaskRole.Operator, password)).Problem.Should().Be(problem);
    }

    [Fact]
    public async Task LastAdministrator_CannotBeRemovedDisabledOrDemoted()
    {
        var anna = (await _accounts.AddAsync("anna", TaskRole.Admin, Password)).Account!;
        var bert = (await _accounts.AddAsync("bert", TaskRole.Admin, Password)).Account!;
        (await _accounts.ChangeAsync(bert.Id, TaskRole.Admin, isDisabled: true)).Problem.Should().BeNull();

        AccountResult[] rejected =
        [
            await _accounts.RemoveAsync(anna.Id),
            await _accounts.ChangeAsync(anna.Id, TaskRole.Admin, isDisabled: true),
            await _accounts.ChangeAsync(anna.Id, TaskRole.Operator, isDisabled: false),
        ];

        rejected.Should().OnlyContain(result => result.Problem!.StartsWith("anna is the only administrator."));
        (await _accounts.FindAsync("anna")).Should().BeEquivalentTo(new { Role = TaskRole.Admin, IsDisabled = false });
        (await _accounts.RemoveAsync(bert.Id)).Problem.Should().BeNull();
        (await _accounts.RemoveAsync(bert.Id)).Problem.Should().Be("The account no longer exists.");
    }

    [Fact]
    public async Task Change_OtherRoles_AreThoseAndNeverOneWithMoreRights()
    {
        var anna = (await _accounts.AddAsync("anna", TaskRole.Admin, Password)).Account!;
        await _accounts.ChangeAsync(anna.Id, TaskRole.Admin, isDisabled: false, ["clerks", "approvers"]);
        await _accounts.ChangeAsync(anna.Id, TaskRole.Admin, isDisabled: false, ["approvers", "auditors"]);

        var reserved = await _accounts.ChangeAsync(anna.Id, TaskRole.Admin, isDisabled: false, ["Admin"]);

        reserved.Problem.Should().Be("\"Admin\" cannot be another role: choose it as the role.");
        (await _accounts.ListAsync()).Single().Roles.Should().Equal("approvers", "auditors");
    }

    [Fact]
    public async Task Reset_InvalidPassword_KeepsTheOldOne()
    {
        var anna = (await _accounts.AddAsync("anna", TaskRole.Admin, Password)).Account!;

        (await _accounts.ResetAsync(anna.Id, "short")).Problem.Should().StartWith("Passwords must be at least 12 characters.");
        (await _accounts.FindAsync("anna"))!.PasswordHash.Should().Be(anna.PasswordHash);
        (await _accounts.ResetAsync(anna.Id, "quite another one")).Problem.Should().BeNull();
        (await _accounts.FindAsync("anna"))!.PasswordHash.Should().NotBe(anna.PasswordHash);
    }

    private AccountDirectory Open(string? postgres = null)
    {
        var configuration = new ConfigurationManager { ["BlazorTasks:Data"] = _data.Path, ["ConnectionStrings:Tasks"] = postgres };
        var data = DataFolder.Open(configuration, new HostApplicationBuilder().Environment);
        var services = new ServiceCollection().AddLogging().AddAccounts(configuration, data)
            .Configure<PasswordHasherOptions>(options => options.IterationCount = 1)
            .BuildServiceProvider();
        _services.Add(services);
        return services.GetRequiredService<AccountDirectory>();
    }
}
