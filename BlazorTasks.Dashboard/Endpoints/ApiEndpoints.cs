using BlazorTasks.Dashboard.Endpoints.Live;
using Microsoft.AspNetCore.Http.Timeouts;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The API under "api": everything that people can do on the pages, for programs (docs/api.md).</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder dashboard)
    {
        // excluded from the host's document, which would list them without the prefix; ours is at /api/openapi.json
        var api = dashboard.MapGroup("/api").ExcludeFromDescription();
        api.WithRequestTimeout(dashboard.ServiceProvider.GetRequiredService<IOptions<DashboardOptions>>().Value.RequestTimeout);
        api.AddEndpointFilter<ProblemFilter>().AddEndpointFilter<ReadFilter>().AddEndpointFilter(
            new Idempotency(dashboard.ServiceProvider.GetRequiredService<TimeProvider>()));
        api.MapDefinitions();
        api.MapUploads();
        api.MapTasks();
        api.MapTaskCommands();
        api.MapTaskDownloads();
        api.MapLive();
        api.MapExternal();
        api.MapNodes();
        api.MapAudit();
        api.MapSchedules();
        api.MapCalendars();
        api.MapKeys();
        api.MapDeliveries();
        api.MapDescription(dashboard);
    }

    /// <summary>Exempts streams and long polls from the request timeout.</summary>
    public static RouteHandlerBuilder WithoutRequestTimeout(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new DisableRequestTimeoutAttribute());

    /// <summary>Documents the problem responses of an endpoint.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ApiProblem>(status, "application/problem+json");
        }

        return endpoint;
    }

    /// <summary>Documents the request body of an endpoint.</summary>
    public static RouteHandlerBuilder Accepts<T>(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new Body(typeof(T)));

    /// <summary>Documents that the body may be multipart form data: a part with JSON, and files.</summary>
    public static RouteHandlerBuilder AcceptsFiles<T>(this RouteHandlerBuilder endpoint, string part) =>
        endpoint.WithMetadata(new FormBody(part, typeof(T)));

    /// <summary>Multipart form data: the name of the part that is JSON, and its type. For documentation only.</summary>
    internal sealed record FormBody(string Part, Type Type);

    /// <summary>The request body of an endpoint. For documentation only, because endpoints read the body themselves.</summary>
    internal sealed record Body(Type Type);

    /// <summary>Converts thrown problems to responses.</summary>
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
            catch (TooManyRequestsException limit)
            {
                return Problem.TooMany(limit.Message, limit.RetryAfter);
            }
            catch (AccessDeniedException denied)
            {
                return Problem.Of(StatusCodes.Status403Forbidden, denied.Message, "not_allowed");
            }
        }
    }
}
