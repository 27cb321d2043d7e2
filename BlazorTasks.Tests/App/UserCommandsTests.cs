namespace BlazorTasks.Tests.App;

/// <summary>Accounts from the terminal, and the App as it starts with them.</summary>
public sealed class UserCommandsTests : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task Users_FirstAdded_EveryoneHasToSignIn()
    {
        var rejected = await UsersAsync("add anna --role viewer", "correct horse battery");
        var added = await UsersAsync("add anna", "correct horse battery");
        var listed = await UsersAsync("list");
        await using var app = await AppProcess.StartAsync(_data.Path);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };

        rejected.Should().Be((1, "The first account must be an administrator: --role admin.\n"));
        added.Should().Be((0,
            "The account anna was added with the role admin. Everyone has to sign in from the next start of the server on.\n"));
        listed.Should().Be((0, "anna\tadmin\n"));
        (await client.GetAsync("/")).Headers.Location!.AbsolutePath.Should().Be("/account/sign-in");
        (await client.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Users_WrongUse_IsExplained()
    {
        (await UsersAsync("add")).Should().Match<(int ExitCode, string Output)>(run =>
            run.ExitCode == 64 && run.Output.StartsWith("The command \"users\" requires"));
        (await UsersAsync("reset nobody", "x")).Should().Be((1, "There is no account nobody. \"users list\" lists them.\n"));
    }

    public void Dispose() => _data.Dispose();

    private Task<(int ExitCode, string Output)> UsersAsync(string arguments, string input = "") => Shell.RunAsync(
        $"printf '%s\\n' '{input}' | dotnet {AppProcess.Built("App")} users {arguments} --BlazorTasks:Data={_data.Path}");
}
