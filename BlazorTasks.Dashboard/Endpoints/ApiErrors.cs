using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Converts all API errors to problem details. Unexpected exceptions are logged, and their details are not sent to clients.
/// </summary>
internal sealed partial class ApiErrors(RequestDelegate next, IOptions<DashboardOptions> options, ILogger<ApiErrors> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false; // status code pages are for browsers
        }

        try
        {
            await next(context);
            await AnswerAsync(context, OfStatus(context));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client has disconnected
        }
#pragma warning disable CA1031 // internal details must not be sent to clients
        catch (Exception error)
#pragma warning restore CA1031
        {
            await AnswerAsync(context, OfException(context, error));
        }
    }

    private Problem OfException(HttpContext context, Exception exception)
    {
        var path = CredentialEndpoint.LoggedPath(context);
        switch (exception)
        {
            case ProblemException error:
                return error.Problem;
            case SignInRequiredException error:
                context.Response.Headers.WWWAuthenticate = error.Challenge;
                return Problem.Of(error.Status, error.Message, error.Reason);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } error:
                return Problem.Of(error.StatusCode, RequestBody.TooLarge(context));
            case BadHttpRequestException error:
                return Problem.Of(error.StatusCode, error.Message);
            case StorageUnavailableException { IsFull: true } error:
                return Problem.StorageFull(error.Message);
            case StorageUnavailableException error:
                return Problem.NotAvailable(
                    error.Message,
                    Problem.ReasonOf(error.MayBeStored ? CommandOutcome.NotKnownYet : CommandOutcome.StorageUnavailable));
            case DbException or TaskStoreException:
                LogUnforeseen(exception, context.Request.Method, path);
                return Problem.NotAvailable("Storage is currently unavailable. Try again.");
            default:
                LogUnforeseen(exception, context.Request.Method, path);
                return Problem.Of(
                    StatusCodes.Status500InternalServerError, "An unexpected error occurred. See the server log for details.", "internal");
        }
    }

    private Problem? OfStatus(HttpContext context) => context.Response switch
    {
        { HasStarted: true } or { StatusCode: < 400 } or { ContentType: not null } => null,
        { StatusCode: StatusCodes.Status404NotFound } =>
            Problem.Of(StatusCodes.Status404NotFound, $"The path {context.Request.Path} does not exist. {Help(context)}", "not_found"),
        { StatusCode: StatusCodes.Status405MethodNotAllowed } =>
            Problem.Of(
                StatusCodes.Status405MethodNotAllowed,
                $"{context.Request.Path} does not support the method {context.Request.Method}. {Help(context)}"),
        { StatusCode: StatusCodes.Status504GatewayTimeout } => Problem.Of(
            StatusCodes.Status504GatewayTimeout,
            $"The request timed out after " +
            $"{options.Value.RequestTimeout.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} seconds. Try again.",
            "timeout",
            retryAfter: 5),
        { StatusCode: var status } => Problem.Of(status, $"The request was rejected. {Help(context)}"),
    };

    private static string Help(HttpContext context) => $"See {context.Request.PathBase}/api for the available endpoints.";

    private static async Task AnswerAsync(HttpContext context, Problem? problem)
    {
        if (problem is not null && !context.Response.HasStarted)
        {
            await problem.ExecuteAsync(context);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogUnforeseen(Exception error, string method, string path);
}
