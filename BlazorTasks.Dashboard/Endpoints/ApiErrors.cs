using System.Data.Common;
using System.Globalization;
using BlazorTasks.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        catch (ProblemException error)
        {
            await AnswerAsync(context, error.Problem);
        }
        catch (BadHttpRequestException error)
        {
            await AnswerAsync(
                context,
                Problem.Of(
                    error.StatusCode,
                    error.StatusCode == StatusCodes.Status413PayloadTooLarge ? RequestBody.TooLarge(context) : error.Message));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client has disconnected
        }
        catch (StorageUnavailableException error) when (error.IsFull)
        {
            await AnswerAsync(context, Problem.StorageFull(error.Message));
        }
        catch (StorageUnavailableException error)
        {
            await AnswerAsync(
                context,
                Problem.NotAvailable(
                    error.Message,
                    Problem.ReasonOf(error.MayBeStored ? CommandOutcome.NotKnownYet : CommandOutcome.StorageUnavailable)));
        }
        catch (Exception error) when (error is DbException or TaskStoreException)
        {
            LogUnforeseen(error, context.Request.Method, context.Request.Path);
            await AnswerAsync(context, Problem.NotAvailable("Storage is currently unavailable. Try again."));
        }
#pragma warning disable CA1031 // internal details must not be sent to clients
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogUnforeseen(error, context.Request.Method, context.Request.Path);
            await AnswerAsync(
                context,
                Problem.Of(
                    StatusCodes.Status500InternalServerError,
                    "An unexpected error occurred. See the server log for details.",
                    "internal"));
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
