using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BlazorTasks.App.Hosting;

/// <summary>
/// Sends traces and metrics to a collector (OTLP), if BlazorTasks:Otlp or the standard variable OTEL_EXPORTER_OTLP_ENDPOINT
/// names one: those of BlazorTasks, of the web server and of the runtime.
/// </summary>
internal sealed class Telemetry : IHostedService, IDisposable
{
    private const string Standard = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private Telemetry(Uri collector, string node)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("BlazorTasks", serviceInstanceId: node);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource("BlazorTasks", "Microsoft.AspNetCore")
            .AddOtlpExporter(options => SendTo(options, collector, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter("BlazorTasks", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime")
            .AddOtlpExporter(options => SendTo(options, collector, "v1/metrics"))
            .Build();
    }

    /// <summary>Adds it if a collector is named.</summary>
    /// <exception cref="TaskSetupException">What is named is no address.</exception>
    public static void AddTo(IServiceCollection services, IConfiguration configuration)
    {
        var setting = configuration["BlazorTasks:Otlp"] is { Length: > 0 } own ? own : configuration[Standard];
        if (string.IsNullOrEmpty(setting))
        {
            return;
        }

        if (!Uri.TryCreate(setting, UriKind.Absolute, out var collector) || collector.Scheme is not ("http" or "https"))
        {
            throw new TaskSetupException($"BlazorTasks was not started: \"{setting}\" (BlazorTasks:Otlp or {Standard}) is not the address of a collector, such as http://127.0.0.1:4318.");
        }

        var node = configuration["BlazorTasks:Node"] is { Length: > 0 } name ? name : Environment.MachineName;
        services.AddHostedService(_ => new Telemetry(collector, node));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left. A collector that does not answer holds up nobody for longer.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            _traces.ForceFlush(1_000);
            _metrics.ForceFlush(1_000);
        },
        CancellationToken.None);

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void SendTo(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{collector.ToString().TrimEnd('/')}/{path}");
        options.TimeoutMilliseconds = 5_000;
    }
}
