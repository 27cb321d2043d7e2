using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTasks.Tests.Packages;

/// <summary>
/// Hosts as "dotnet new" makes them, with the lines of the README: the dashboard is linked to, used and left as a person would.
/// </summary>
[Collection(nameof(Browsers))]
public sealed class HostMatrixTests(Browsers browsers) : IDisposable
{
    private const string Greetings = """
        public static class Greetings
        {
            [BlazorTasks.MonitoredTask("Greet")]
            public static string Greet(string name) => $"Hello {name}";
        }
        """;

    private readonly TempFolder _folder = new();

    private string Host => _folder.File("Host");

    [FullRunTheory]
    [InlineData("webapi", null)]
    [InlineData("webapp", "Pages/Index.cshtml")]
    [InlineData("mvc", "Views/Home/Index.cshtml")]
    [InlineData("blazor --interactivity Server", "Components/Pages/Home.razor")]
    [InlineData("blazor --interactivity None", "Components/Pages/Home.razor")]
    public async Task Host_OfTheTemplate_RunsTheDashboardBesideItsOwnPages(string template, string? home)
    {
        await MakeAsync(template, "Dashboard", "var app = builder.Build();", "builder.Services.AddBlazorTasks()");
        await EditAsync("Program.cs", text => text.Replace("app.Run();", "app.MapBlazorTasks(\"/jobs\");\napp.Run();"));
        if (home is not null)
        {
            await EditAsync(home, text => text + "\n<a href=\"/jobs\">Jobs</a>\n");
        }

        await using var host = await RunHostAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        await using var visitor = await browsers.VisitAsync(host.Address);
        var page = await visitor.Context.NewPageAsync();
        await page.GotoAsync(home is null ? "/jobs" : "/");
        if (home is not null)
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();
        }

        await page.LiveAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Start a task" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Greet" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        await Expect(page.Locator("[aria-labelledby=h-result] .result")).ToHaveTextAsync("Hello Ada");

        (await http.GetStringAsync("/jobs/api/tasks")).Should().Contain("greet");
        await page.GotoAsync(home is null ? "/weatherforecast" : "/");
        await Expect(page.Locator("body")).ToContainTextAsync(home is null ? "temperatureC" : "Jobs");
    }

    [FullRunFact]
    public async Task Worker_OfTheTemplate_RunsATask()
    {
        await MakeAsync("worker", "Core", "var host = builder.Build();", "builder.Services.AddBlazorTasksCore()");
        await EditAsync("Program.cs", text => text.Replace(
            "host.Run();",
            """
            var monitor = host.Services.GetRequiredService<BlazorTasks.TaskMonitor>();
            Console.WriteLine(await monitor.Start("Greet", task => Greetings.Greet("Ada")).Completion);
            """));

        await Shell.SucceedAsync($"cd '{Host}' && dotnet run -p:BuildProjectReferences=false | grep 'Hello Ada'");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Makes and builds the host, with a reference to a project of ours, which is not built again.</summary>
    private async Task MakeAsync(string template, string project, string before, string services)
    {
        await Shell.SucceedAsync($"dotnet new {template} -n Acme -o '{Host}'");
        await Shell.SucceedAsync($"dotnet add '{Host}' reference BlazorTasks.{project}");
        await File.WriteAllTextAsync(Path.Combine(Host, "Greetings.cs"), Greetings);
        await EditAsync("Program.cs", text => $"using BlazorTasks;\n{text}".Replace(
            before,
            $"{services}.AddTasksFrom(typeof(Greetings).Assembly);\n{before}"));
    }

    private async Task EditAsync(string file, Func<string, string> edit)
    {
        var path = Path.Combine(Host, file);
        await File.WriteAllTextAsync(path, edit(await File.ReadAllTextAsync(path)));
    }

    private async Task<RunningHost> RunHostAsync()
    {
        await Shell.SucceedAsync($"dotnet build '{Host}' -p:BuildProjectReferences=false");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var host = new RunningHost(address, Shell.Start(
            $"cd '{Host}' && exec dotnet bin/Debug/net10.0/Acme.dll --urls {address}",
            ("ASPNETCORE_ENVIRONMENT", "Development")));
        using var http = new HttpClient { BaseAddress = address };
        await Eventually.TrueAsync(() => IsUpAsync(http), TimeSpan.FromMinutes(1));
        return host;
    }

    private static async Task<bool> IsUpAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync("/jobs");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed record RunningHost(Uri Address, Shell Process) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
