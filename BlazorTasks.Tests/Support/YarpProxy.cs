using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.SessionAffinity;

namespace BlazorTasks.Tests.Support;

/// <summary>
/// A proxy of YARP, configured as docs/cluster.md says, but without forwarded headers. A browser meets it instead of the processes
/// behind it.
/// </summary>
public static class YarpProxy
{
    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="nodes">What is behind it. A browser stays with one of them for as long as that one is healthy.</param>
    public static async Task<WebApplication> StartAsync(int port, IEnumerable<Uri> nodes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddReverseProxy().LoadFromMemory([Everything], [ClusterOf(nodes)]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    private static RouteConfig Everything { get; } = new()
    {
        RouteId = "everything",
        ClusterId = "nodes",
        Match = new RouteMatch { Path = "{**path}" },
        Transforms =
        [
            new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" },
            new Dictionary<string, string> { ["X-Forwarded"] = "Off" }, // the nodes of the tests have no policy for people
        ],
    };

    private static ClusterConfig ClusterOf(IEnumerable<Uri> nodes) => new()
    {
        ClusterId = "nodes",
        Destinations = nodes.ToDictionary(node => node.Authority, node => new DestinationConfig { Address = node.ToString() }),
        SessionAffinity = new SessionAffinityConfig
        {
            Enabled = true,
            Policy = SessionAffinityConstants.Policies.HashCookie,
            FailurePolicy = SessionAffinityConstants.FailurePolicies.Redistribute,
            AffinityKeyName = "node",
        },
        HealthCheck = new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromSeconds(2),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                Path = "/health/ready",
            },
        },
        Metadata = new Dictionary<string, string> { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1" },
    };
}
