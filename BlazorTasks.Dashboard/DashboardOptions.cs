using System.ComponentModel.DataAnnotations;
using MudBlazor;

namespace BlazorTasks.Dashboard;

/// <summary>Options for the dashboard. Bound from the configuration section "BlazorTasks".</summary>
public sealed class DashboardOptions
{
    /// <summary>The name of this installation, displayed next to the product name.</summary>
    /// <value>The default is no name.</value>
    [StringLength(60)]
    public string? Title { get; set; }

    /// <summary>The theme of the dashboard, light and dark. The colors of task states are not affected.</summary>
    /// <value>The default is the built-in theme. Can only be set in code.</value>
    public MudTheme? Theme { get; set; }

    /// <summary>Whether the dashboard is laid out from right to left. Logs, code and IDs stay left to right.</summary>
    /// <value>The default is false.</value>
    public bool RightToLeft { get; set; }

    /// <summary>
    /// Additional origins whose pages may send commands, such as "https://tasks.example.com" if a proxy changes the scheme or
    /// host.
    /// </summary>
    /// <value>The default is none: only pages of this dashboard may send commands.</value>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The maximum number of event streams and WebSockets of the API per person. Further ones are rejected with 429.
    /// </summary>
    /// <value>The default is 20.</value>
    [Range(1, 100_000)]
    public int MaxStreamsPerPerson { get; set; } = 20;

    /// <summary>
    /// The maximum number of event streams and WebSockets of the API in this process. Further ones are rejected with 503.
    /// </summary>
    /// <value>The default is 2,000.</value>
    [Range(1, 100_000)]
    public int MaxStreams { get; set; } = 2_000;

    /// <summary>
    /// The maximum number of pending messages per client of a stream or WebSocket. A client that falls further behind is
    /// disconnected with 1013 "slow_consumer".
    /// </summary>
    /// <value>The default is 1,000.</value>
    [Range(10, 1_000_000)]
    public int MaxQueuedMessages { get; set; } = 1_000;

    /// <summary>
    /// The maximum size of pending messages per client of a stream or WebSocket, in bytes, beyond which it is disconnected.
    /// The last message may exceed it.
    /// </summary>
    /// <value>The default is 1 MB.</value>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a client of a stream or WebSocket may take to accept a message before it is disconnected.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StreamSendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The keep-alive interval of streams and WebSockets, and how long a client may take to confirm a keep-alive.
    /// </summary>
    /// <value>The default is 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StreamKeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The maximum size of a WebSocket frame from a client, in bytes. A larger frame closes the connection with 1009.
    /// </summary>
    /// <value>The default is 16 KB.</value>
    [Range(256, 16 * 1024 * 1024)]
    public int MaxFrameBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// The maximum number of WebSocket frames per second from a client. Exceeding it closes the connection with 1008.
    /// </summary>
    /// <value>The default is 20.</value>
    [Range(1, 100_000)]
    public int MaxFramesPerSecond { get; set; } = 20;

    /// <summary>The maximum size of a request body of the API, in bytes. A larger one is rejected with 413.</summary>
    /// <value>The default is 256 KB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// The timeout of API requests, except streams and long polls. A request that takes longer is aborted with 504.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum number of open pages (circuits) of this process. Further ones get an explanatory page with 503.
    /// </summary>
    /// <value>The default is 500.</value>
    [Range(1, 1_000_000)]
    public int MaxCircuits { get; set; } = 500;
}
