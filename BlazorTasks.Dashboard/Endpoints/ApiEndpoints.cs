using BlazorTasks.Client;
using BlazorTasks.Dashboard.Endpoints.Live;
using BlazorTasks.Dashboard.Endpoints.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The API under "api": everything a person can do on the pages, for programs (docs/api.md).</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder dashboard)
    {
        var api = dashboard.MapGroup("/api").ExcludeFromDescription(); // of the host: it would list them without the prefix; ours is at /api/openapi.json
        api.WithRequestTimeout(dashboard.ServiceProvider.GetRequiredService<IOptions<DashboardOptions>>().Value.RequestTimeout);
        api.AddEndpointFilter<ProblemFilter>().AddEndpointFilter(new Idempotency(dashboard.ServiceProvider.GetRequiredService<TimeProvider>()));
        api.MapDefinitions();
        api.MapUploads();
        api.MapTasks();
        api.MapTaskCommands();
        api.MapTaskDownloads();
        api.MapLive();
        api.MapExternal();
        api.MapNodes();
        api.MapAudit();
        api.MapDescription(dashboard);
    }

    /// <summary>A stream, or what waits because it was asked to: no limit for requests ends it.</summary>
    public static RouteHandlerBuilder WithoutRequestTimeout(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new DisableRequestTimeoutAttribute());

    /// <summary>Says which refusals an endpoint may answer with.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ApiProblem>(status, "application/problem+json");
        }

        return endpoint;
    }

    /// <summary>Says what an endpoint takes.</summary>
    public static RouteHandlerBuilder Accepts<T>(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new Body(typeof(T)));

    /// <summary>What an endpoint takes; it reads the body itself, so this is for the description only.</summary>
    internal sealed record Body(Type Type);

    /// <summary>A refusal that was thrown is an answer like any other.</summary>
    internal sealed class ProblemFilter : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            try
            {
                return await next(context);
            }
            catch (ProblemException refused)
            {
                return refused.Problem;
            }
        }
    }
}
