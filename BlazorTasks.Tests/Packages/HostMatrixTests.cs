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

    /// <summary>Whether an event stream can be opened.</summary>
    private const string Stream = """
        address => new Promise(done => {
          const stream = new EventSource(address);
          stream.onopen = () => { stream.close(); done(true); };
          stream.onerror = () => { stream.close(); done(false); };
        })
        """;

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Hosts => [.. HostVariant.All.Keys];

    private string Host => _folder.File("Host");

    [FullRunTheory]
    [MemberData(nameof(Hosts))]
    public async Task Host_OfTheTemplate_RunsTheDashboardBesideItsOwnPages(string name)
    {
        var variant = HostVariant.All[name];
        var project = Path.Combine(Host, variant.Folder);
        await MakeAsync(variant, project);
        await using var host = await RunHostAsync(project);
        await using var nginx = variant.IsBehindNginx ? Nginx.Start(_folder, host.ProxyPort, [host.Address], variant.PathBase) : null;
        var address = nginx is null ? host.Address : new Uri($"http://127.0.0.1:{host.ProxyPort}");
        await using var visitor = await browsers.VisitAsync(address);
        var page = await visitor.Context.NewPageAsync();
        if (variant.SignsIn)
        {
            await page.GotoAsync($"{variant.PathBase}/login");
        }

        await GoToTheDashboardAsync(page, variant);
        await GreetAsync(page);

        var tasks = await visitor.Context.APIRequest.GetAsync($"{variant.PathBase}/jobs/api/tasks");
        (await tasks.TextAsync()).Should().Contain("greet");
        (await page.EvaluateAsync<bool>(Stream, $"{variant.PathBase}/jobs/api/events")).Should().BeTrue();
        await page.GotoAsync(variant.Home is null ? "/weatherforecast" : $"{variant.PathBase}/");
        await Expect(page.Locator("body")).ToContainTextAsync(variant.Home is null ? "temperatureC" : "Jobs");
    }

    [FullRunFact]
    public async Task Worker_OfTheTemplate_RunsATask()
    {
        await NewAsync("worker", Host, "Core");
        await EditAsync(Host, "Program.cs", text => WithServices(text, "var host =", "builder.Services.AddBlazorTasksCore()"));
        await EditAsync(Host, "Program.cs", text => text.Replace(
            "host.Run();",
            """
            var monitor = host.Services.GetRequiredService<BlazorTasks.TaskMonitor>();
            Console.WriteLine(await monitor.Start("Greet", task => Greetings.Greet("Ada")).Completion);
            """));

        await Shell.SucceedAsync($"cd '{Host}' && dotnet run -p:BuildProjectReferences=false | grep 'Hello Ada'");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task GoToTheDashboardAsync(IPage page, HostVariant variant)
    {
        await page.GotoAsync(variant.Home is null ? "/jobs" : $"{variant.PathBase}/");
        if (variant.Home is not null)
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();
        }

        await page.LiveAsync();
    }

    private static async Task GreetAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Start a task" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Greet" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        await Expect(page.Locator("[aria-labelledby=h-result] .result")).ToHaveTextAsync("Hello Ada");
    }

    private async Task MakeAsync(HostVariant variant, string project)
    {
        await NewAsync(variant.Template, project, "Dashboard");
        if (variant.Package is { } package)
        {
            await Shell.SucceedAsync($"dotnet add '{project}' package {package}");
        }

        await EditAsync(project, "Program.cs", text => WithServices(text, "var app =", "builder.Services.AddBlazorTasks()")
            .Replace("var app = builder.Build();", $"{variant.Services}\nvar app = builder.Build();\n{variant.Pipeline}")
            .Replace("app.Run();", $"app.MapBlazorTasks(\"/jobs\"){variant.Convention};\napp.Run();"));
        if (variant.Home is { } home)
        {
            await EditAsync(project, home, text => $"{text}\n<a href=\"{variant.PathBase}/jobs\">Jobs</a>\n");
        }

        if (variant.Client is { } client)
        {
            await Shell.SucceedAsync($"dotnet build '{Path.Combine(Host, client)}'"); // the host is built without what it references
        }
    }

    /// <summary>Makes a host with a reference to a project of ours and a task.</summary>
    private async Task NewAsync(string template, string project, string reference)
    {
        await Shell.SucceedAsync($"dotnet new {template} -n Acme -o '{Host}'");
        await Shell.SucceedAsync($"dotnet add '{project}' reference BlazorTasks.{reference}");
        await File.WriteAllTextAsync(Path.Combine(project, "Greetings.cs"), Greetings);
    }

    private static string WithServices(string program, string before, string services) =>
        $"using BlazorTasks;\n{program}".Replace(before, $"{services}.AddTasksFrom(typeof(Greetings).Assembly);\n{before}");

    private static async Task EditAsync(string project, string file, Func<string, string> edit)
    {
        var path = Path.Combine(project, file);
        await File.WriteAllTextAsync(path, edit(await File.ReadAllTextAsync(path)));
    }

    /// <summary>Builds and runs the host. Our projects are not built again.</summary>
    private static async Task<RunningHost> RunHostAsync(string project)
    {
        await Shell.SucceedAsync($"dotnet build '{project}' -p:BuildProjectReferences=false");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var host = new RunningHost(address, FreePort.Next(), Shell.Start(
            $"cd '{project}' && exec dotnet bin/Debug/net10.0/Acme.dll --urls {address}",
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

    private sealed record RunningHost(Uri Address, int ProxyPort, Shell Process) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
