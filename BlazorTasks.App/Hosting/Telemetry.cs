using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BlazorTasks.App.Hosting;

/// <summary>
/// Exports traces and metrics to a collector (OTLP) if BlazorTasks:Otlp or the standard variable OTEL_EXPORTER_OTLP_ENDPOINT
/// is set: those of BlazorTasks, the web server, outgoing HTTP calls and the runtime.
/// </summary>
internal static class Telemetry
{
    private const string StandardVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const int ExportTimeoutMilliseconds = 5_000;

    /// <summary>Adds the exporters if a collector is configured.</summary>
    /// <exception cref="TaskSetupException">The configured value is not an HTTP URL.</exception>
    public static void AddTo(IServiceCollection services, IConfiguration configuration)
    {
        var setting = configuration["BlazorTasks:Otlp"] is { Length: > 0 } own ? own : configuration[StandardVariable];
        if (string.IsNullOrEmpty(setting))
        {
            return;
        }

        if (!Uri.TryCreate(setting, UriKind.Absolute, out var collector) || collector.Scheme is not ("http" or "https"))
        {
            throw new TaskSetupException(
                $"BlazorTasks was not started: \"{setting}\" (BlazorTasks:Otlp or {StandardVariable}) is not a valid collector URL, " +
                "such as http://127.0.0.1:4318.");
        }

        var node = configuration["BlazorTasks:Node"] is { Length: > 0 } name ? name : Environment.MachineName;
        services.Configure<OtlpExporterOptions>(options => options.TimeoutMilliseconds = ExportTimeoutMilliseconds);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("BlazorTasks", serviceInstanceId: node))
            .WithTracing(traces => traces
                .AddSource("BlazorTasks")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter("BlazorTasks", "Microsoft.AspNetCore.Components.Server.Circuits")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, collector);
    }
}
