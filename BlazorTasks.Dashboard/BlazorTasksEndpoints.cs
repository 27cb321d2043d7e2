using BlazorTasks.Dashboard;
using BlazorTasks.Dashboard.Components;
using BlazorTasks.Dashboard.Endpoints;
using BlazorTasks.Dashboard.Endpoints.Live;
using BlazorTasks.Dashboard.Health;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BlazorTasks;

/// <summary>Maps the dashboard in an application.</summary>
public static class BlazorTasksEndpoints
{
    /// <summary>
    /// Maps the dashboard under a prefix: pages, circuit, script and assets, independent of what the host maps. Without an
    /// authorization policy it only serves direct requests from this machine; use RequireAuthorization to give others access.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path prefix, such as "/tasks", or "/" for the whole site.</param>
    /// <returns>A builder for conventions such as RequireAuthorization("operators").</returns>
    /// <exception cref="InvalidOperationException">AddBlazorTasks was not called.</exception>
    public static RouteGroupBuilder MapBlazorTasks(this IEndpointRouteBuilder endpoints, string prefix = "/tasks")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (!prefix.StartsWith('/'))
        {
            throw new ArgumentException($"The prefix \"{prefix}\" must start with a slash, such as \"/tasks\".", nameof(prefix));
        }

        if (endpoints.ServiceProvider.GetService<DashboardMarker>() is null)
        {
            throw new InvalidOperationException("Call builder.Services.AddBlazorTasks() before app.MapBlazorTasks().");
        }

        endpoints.ServiceProvider.GetService<CircuitMessageLimit>()?.Fit(
            endpoints.ServiceProvider.GetRequiredService<IOptions<BlazorTasksOptions>>().Value);
        var group = endpoints.MapGroup(prefix.TrimEnd('/'));
        var pipeline = BuildPipeline(endpoints);
        group.Map("/{**path}", pipeline).WithDisplayName("BlazorTasks dashboard").ExcludeFromDescription();
        group.Map("/{**path:regex(^api(/|$))}", pipeline).WithDisplayName("BlazorTasks API").ExcludeFromDescription()
            .DisableCookieRedirect().WithMetadata(ApiChallenge.Instance);
        group.Map(
                RoutePatternFactory.Parse("/{**path}", defaults: null, parameterPolicies: new { path = CredentialEndpoint.Instance }),
                pipeline)
            .WithDisplayName("BlazorTasks API for programs").ExcludeFromDescription()
            .WithMetadata(CredentialEndpoint.Instance)
            .AllowAnonymous() // their credential is verified in the pipeline
            .WithOrder(-1);
        return group;
    }

    /// <summary>
    /// Maps "/health/live" (the process responds) and "/health/ready" (it accepts and stores tasks; 503 if not, and from the
    /// beginning of a shutdown). Accessible to everyone, for probes; details are only included for direct requests from this
    /// machine. Hosts with their own health checks can use the check "blazortasks".
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path prefix of "/live" and "/ready".</param>
    /// <returns>A builder for conventions such as RequireHost.</returns>
    public static RouteGroupBuilder MapBlazorTasksHealth(this IEndpointRouteBuilder endpoints, string prefix = "/health")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        string[] probes = [HttpMethods.Get, HttpMethods.Head]; // some probes do not want the body
        var group = endpoints.MapGroup(prefix);
        group.MapMethods("/live", probes, HealthResponses.LiveAsync).ExcludeFromDescription();
        group.MapMethods("/ready", probes, HealthResponses.ReadyAsync).ExcludeFromDescription();
        return group;
    }

    /// <summary>
    /// Adds the security headers of the dashboard to the responses of what follows, such as a sign-in page of the host: nothing
    /// of another site, no framing, no referrer.
    /// </summary>
    public static IApplicationBuilder UseBlazorTasksSecurityHeaders(this IApplicationBuilder app) => app.UseMiddleware<SecurityHeaders>();

    /// <summary>
    /// The dashboard is a nested pipeline with its own path base, so that its pages route from "/" and its circuit, script
    /// and assets are all under the prefix (docs/decisions/0005-nested-pipeline.md).
    /// </summary>
    private static RequestDelegate BuildPipeline(IEndpointRouteBuilder endpoints)
    {
        var app = endpoints.CreateApplicationBuilder();
        app.UseMiddleware<ShutdownMiddleware>();
        app.UseMiddleware<LocalRequestsOnly>();
        app.UseMiddleware<SameOriginOnly>();
        app.UseMiddleware<SecurityHeaders>();
        app.Use(MoveMountPathIntoPathBase);
        app.UseMiddleware<PackageAssets>();
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseMiddleware<ApiErrors>();
        app.UseRequestLocalization();
        app.UseWebSockets(LiveApi.Sockets(endpoints.ServiceProvider.GetRequiredService<IOptions<DashboardOptions>>().Value));
        app.UseRouting();
        app.UseMiddleware<IdentifyPerson>();
        app.UseRequestTimeouts();
        app.UseMiddleware<CapacityMiddleware>();
        app.UseAntiforgery();
        app.UseEndpoints(dashboard =>
        {
            dashboard.MapApi();
            dashboard.MapHistoryExport();
            dashboard.MapStaticAssets();
            var pages = dashboard.MapRazorComponents<DashboardDocument>().AddInteractiveServerRenderMode().WithStaticAssets();
            if (endpoints.ServiceProvider.GetRequiredService<IOptions<DashboardOptions>>().Value.Pages is { Assembly: var others })
            {
                pages.AddAdditionalAssemblies(others);
            }
        });
        return app.Build();
    }

    private static async Task MoveMountPathIntoPathBase(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var (pathBase, path) = (request.PathBase, request.Path);
        var tail = "/" + context.GetRouteValue("path");
        var mount = path.Value!.EndsWith(tail, StringComparison.Ordinal) ? path.Value[..^tail.Length] : path.Value;
        request.PathBase = pathBase + mount;
        request.Path = path.Value[mount.Length..];
        request.RouteValues.Clear();
        context.SetEndpoint(null); // otherwise the nested routing would keep the outer match
        try
        {
            await next(context);
        }
        finally
        {
            (request.PathBase, request.Path) = (pathBase, path); // the host's error pages run after us
        }
    }
}
