using Microsoft.AspNetCore.Hosting;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Answers requests of the API that the host's authorization does not admit, as metadata of its endpoint, with 401 or 403 as
/// problem details. The host would redirect them to a page to sign in, which programs cannot do.
/// </summary>
internal sealed class ApiChallenge : IStartupFilter
{
    public static ApiChallenge Instance { get; } = new();

    /// <summary>Goes before everything of the host, whose authorization may come anywhere in its pipeline.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsync);
        next(app);
    };

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Response.HasStarted && IsRejectedByHost(context))
        {
            var rejection = new SignInRequiredException(null, context.Response.StatusCode == StatusCodes.Status403Forbidden);
            context.Response.Headers.WWWAuthenticate = context.Response.Headers.WWWAuthenticate is { Count: > 0 } schemes
                ? schemes
                : rejection.Challenge;
            await Problem.Of(rejection.Status, rejection.Message, rejection.Reason).ExecuteAsync(context);
        }
    }

    /// <summary>An admitted request has another endpoint by now, that of the dashboard.</summary>
    private static bool IsRejectedByHost(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ApiChallenge>() is null)
        {
            return false;
        }

        if (context.Response.StatusCode == StatusCodes.Status302Found)
        {
            context.Response.Headers.Remove("Set-Cookie"); // of a sign-in that does not take place
            return true;
        }

        return context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden;
    }
}
