namespace BlazorTasks.Tests.Deploy;

/// <summary>
/// What the image does, without a container engine: the App as the Dockerfile publishes it, as the first process of its
/// namespace, on a read-only folder, as a user without rights.
/// </summary>
public sealed class DeployedAppTests : IDisposable
{
    private const string User = "1654"; // APP_UID of the image

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort.Next();

    [FullRunFact]
    public async Task App_AsInTheImage_IsHealthyAndStopsWhenAsked()
    {
        await Shell.SucceedAsync(Line("RUN (dotnet publish .*)").Replace("/app", _folder.File("app"), StringComparison.Ordinal));
        await Shell.SucceedAsync($"chmod 755 '{_folder.Path}' && mkdir '{_folder.File("data")}'");
        await using var server = Start();

        await Eventually.TrueAsync(async () => await HealthAsync() is (0, _), TimeSpan.FromMinutes(1));
        await Shell.SucceedAsync($"kill -TERM $(cat '/proc/{server.Id}/task/{server.Id}/children')");

        (await server.EndAsync()).Should().Be(0, server.Output);
        (await HealthAsync()).Should().Match<(int ExitCode, string Output)>(run =>
            run.ExitCode == 1 && run.Output.Contains("does not respond"));
        File.Exists(_folder.File("data/tasks.db")).Should().BeTrue();
    }

    public void Dispose() => _folder.Dispose();

    private Shell Start()
    {
        var app = _folder.File("app");
        var inside = $"cd '{app}' && exec setpriv --reuid {User} --regid {User} --clear-groups --no-new-privs --bounding-set=-all "
            + Command("ENTRYPOINT");
        return Shell.Start(
            Environment.IsPrivilegedProcess
                ? $"chown {User} '{_folder.File("data")}'; exec unshare --pid --fork --kill-child --mount-proc sh -c "
                    + $"\"mount --bind -o ro '{app}' '{app}' && {inside}\""
                : $"cd '{app}'; {Command("ENTRYPOINT")}; exit $?",
            ("Urls", $"http://+:{_port}"),
            ("BlazorTasks__Data", _folder.File("data")),
            ("BlazorTasks__BootstrapKey", new string('k', 40)));
    }

    private Task<(int ExitCode, string Output)> HealthAsync() => Shell.RunAsync(
        $"cd '{_folder.File("app")}' && {Command("HEALTHCHECK .* CMD")}",
        ("Urls", $"http://+:{_port}"));

    /// <summary>A command that the Dockerfile writes as a list of words.</summary>
    private static string Command(string instruction) =>
        string.Join(' ', JsonSerializer.Deserialize<string[]>(Line($"{instruction} (.*)"))!);

    private static string Line(string pattern) => Regex.Match(
        File.ReadAllText(Path.Combine(Shell.Root, "deploy/Dockerfile")),
        $"^{pattern}$",
        RegexOptions.Multiline,
        TestMonitor.MaxWait).Groups[1].Value;
}
