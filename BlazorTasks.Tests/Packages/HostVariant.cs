namespace BlazorTasks.Tests.Packages;

/// <summary>A host as a template makes it, and what people change in it.</summary>
/// <param name="Template">What follows "dotnet new".</param>
/// <param name="Home">The file of its start page, to which a link is added, or null if it has none.</param>
internal sealed record HostVariant(string Template, string? Home)
{
    private const string SignIn = """
        app.MapGet("/login", (HttpContext http) => Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignInAsync(
            http, new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new("sub", "ada")], "Cookies"))))
            .AllowAnonymous();
        """;

    private const string Cookies = """builder.Services.AddAuthentication("Cookies").AddCookie("Cookies");""";

    /// <summary>Every kind of host that is tried (docs/packages.md).</summary>
    public static IReadOnlyDictionary<string, HostVariant> All { get; } = new Dictionary<string, HostVariant>
    {
        ["API"] = new("webapi", null),
        ["Razor Pages"] = new("webapp", "Pages/Index.cshtml"),
        ["MVC"] = new("mvc", "Views/Home/Index.cshtml"),
        ["Blazor Server"] = new("blazor --interactivity Server", "Components/Pages/Home.razor"),
        ["Blazor without interactivity"] = new("blazor --interactivity None", "Components/Pages/Home.razor"),
        ["Blazor Auto"] = new("blazor --interactivity Auto", "Components/Pages/Home.razor")
        {
            Folder = "Acme",
            Client = "Acme.Client",
        },
        ["its own MudBlazor"] = new("blazor --interactivity Server", "Components/Pages/Home.razor")
        {
            Package = "MudBlazor --version 9.12.0", // the dashboard is compiled with another minor version
            Services = "MudBlazor.Services.ServiceCollectionExtensions.AddMudServices(builder.Services);",
        },
        ["path base"] = new("webapp", "Pages/Index.cshtml")
        {
            PathBase = "/shop",
            Pipeline = """app.UsePathBase("/shop");""",
        },
        ["nginx with a path of its own"] = new("webapp", "Pages/Index.cshtml")
        {
            PathBase = "/shop",
            IsBehindNginx = true,
            SignsIn = true,
            Services = Cookies + "builder.Services.AddAuthorization();"
                + "builder.Services.Configure<ForwardedHeadersOptions>(options =>"
                + " options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All);",
            Pipeline = "app.UseForwardedHeaders();" + SignIn,
            Convention = ".RequireAuthorization()",
        },
        ["fallback policy"] = new("mvc", "Views/Home/Index.cshtml")
        {
            SignsIn = true,
            Services = Cookies + "builder.Services.AddAuthorization(options => options.FallbackPolicy ="
                + " new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());",
            Pipeline = SignIn,
        },
        ["its own Orleans silo"] = new("webapp", "Pages/Index.cshtml")
        {
            Package = "Microsoft.Orleans.Server --version 10.4.2",
            Services = "builder.Host.UseOrleans(silo => silo.UseLocalhostClustering());",
        },
    };

    /// <summary>Where its project is.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Its other project, which runs in the browser.</summary>
    public string? Client { get; init; }

    /// <summary>A package that it references, with its version.</summary>
    public string? Package { get; init; }

    /// <summary>What it does before it is built.</summary>
    public string Services { get; init; } = "";

    /// <summary>What it does as soon as it is built.</summary>
    public string Pipeline { get; init; } = "";

    /// <summary>What it demands of visitors of the dashboard.</summary>
    public string Convention { get; init; } = "";

    /// <summary>The path before all of its own.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>Whether nginx adds that path.</summary>
    public bool IsBehindNginx { get; init; }

    /// <summary>Whether visitors have to sign in.</summary>
    public bool SignsIn { get; init; }
}
