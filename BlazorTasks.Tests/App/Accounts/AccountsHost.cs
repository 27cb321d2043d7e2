using BlazorTasks.App.Hosting;
using Microsoft.AspNetCore.Identity;

namespace BlazorTasks.Tests.App.Accounts;

/// <summary>The dashboard with the accounts of the App, on a real port.</summary>
public sealed class AccountsHost : IAsyncLifetime
{
    public const string Password = "correct horse battery";

    private readonly TempFolder _data = new();
    private EmbeddingHost _host = default!;

    public Uri Address => _host.Address;

    /// <summary>Settings of the App.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings { get; init; } = [];

    public TaskMonitor Monitor => _host.Services.GetRequiredService<TaskMonitor>();

    /// <summary>Everything that it maps.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _host.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    internal AccountDirectory Accounts => _host.Services.GetRequiredService<AccountDirectory>();

    public async Task InitializeAsync()
    {
        var signIn = new SignInState(isRequired: true);
        _host = await EmbeddingHost.StartAsync(
            app => app.MapAccounts(app.MapBlazorTasks("/"), signIn),
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(Settings.Append(new("BlazorTasks:Data", _data.Path)));
                var data = DataFolder.Open(builder.Configuration, builder.Environment);
                builder.Services.AddAccounts(builder.Configuration, data).AddSignIn(builder.Configuration, signIn);
                builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
            });
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Adds an account with the password of all tests.</summary>
    internal async Task<Account> AddAsync(string name, TaskRole role = TaskRole.Operator)
    {
        var result = await Accounts.AddAsync(name, role, Password);
        return result.Problem is null ? result.Account! : throw new InvalidOperationException(result.Problem);
    }

    /// <summary>Counts wrong passwords, which takes half a second each by signing in.</summary>
    public async Task FailAsync(string id, int times)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByIdAsync(id);
        account!.AccessFailedCount = times;
        await users.UpdateAsync(account);
    }

    /// <summary>Someone with a browser that keeps cookies.</summary>
    public SignInClient Visit() => new(Address);
}
