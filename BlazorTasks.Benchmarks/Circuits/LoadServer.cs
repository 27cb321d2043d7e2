using System.Security.Claims;

namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>
/// The server that the dashboards are opened on, as a process of its own: "serve dashboard" has tasks and the real
/// dashboard, "serve bare" one component with a table of the same tasks, as little as a live page can be, and "serve components" a
/// host with components on its own pages.
/// </summary>
internal static class LoadServer
{
    private const string Customer = "anna";

    public static async Task<int> RunAsync(string[] options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            ContentRootPath = AppContext.BaseDirectory
        });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var tasks = int.Parse(options[1], CultureInfo.InvariantCulture);
        var running = Math.Min(tasks, 1_000);
        var load = options[0] switch
        {
            "bare" => AddBare(builder, tasks),
            "components" => AddComponents(builder, running),
            _ => AddDashboard(builder, running),
        };
        await using var app = builder.Build();
        app.MapGet("/numbers", (bool collect) => Numbers.Now(collect, load.Made));
        app.MapPost("/load", (int perSecond, int? among) => load.Start(perSecond, among));
        if (options[0] == "bare")
        {
            app.UseAntiforgery();
            app.MapRazorComponents<BareDocument>().AddInteractiveServerRenderMode();
        }
        else if (options[0] == "components")
        {
            app.Use(SignIn);
            app.UseAntiforgery();
            app.MapStaticAssets();
            app.MapRazorComponents<ProgressDocument>().AddInteractiveServerRenderMode();
            load.StartTasks(app.Services.GetRequiredService<TaskMonitor>(), running, waiting: 0, Customer);
        }
        else
        {
            app.MapBlazorTasks("/");
            Load.EndTasks(app.Services.GetRequiredService<TaskMonitor>(), 60);
            load.StartTasks(app.Services.GetRequiredService<TaskMonitor>(), running, waiting: tasks - running);
        }

        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync(); // ends with the process that measures
        await app.StopAsync();
        return 0;
    }

    /// <summary>Everyone is the same customer.</summary>
    private static Task SignIn(HttpContext context, RequestDelegate next)
    {
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", Customer)], "Benchmark"));
        return next(context);
    }

    private static Load AddComponents(WebApplicationBuilder builder, int running)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddBlazorTasksCore().AddTaskComponents().Configure(options => options.MaxConcurrency = running);
        return new Load(null);
    }

    private static Load AddBare(WebApplicationBuilder builder, int tasks)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var board = new BareBoard(tasks);
        builder.Services.AddSingleton(board);
        return new Load(board.Report);
    }

    private static Load AddDashboard(WebApplicationBuilder builder, int running)
    {
        builder.Services.AddBlazorTasks().Configure(options => (options.MaxConcurrency, options.MaxQueued) = (running, 200_000));
        return new Load(null);
    }
}

/// <summary>What the server tells about itself.</summary>
/// <param name="Heap">Bytes on the heap.</param>
/// <param name="Cpu">Seconds of processor time since its start.</param>
/// <param name="Made">Reports made since the load began.</param>
/// <param name="At">When, as a <see cref="Stopwatch"/> timestamp.</param>
internal sealed record Numbers(long Heap, double Cpu, long Made, long At)
{
    public static Numbers Now(bool collect, long made)
    {
        for (var i = 0; collect && i < 2; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new Numbers(GC.GetTotalMemory(forceFullCollection: false), Environment.CpuUsage.TotalTime.TotalSeconds, made,
            Stopwatch.GetTimestamp());
    }
}
