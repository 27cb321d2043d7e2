using System.ComponentModel.DataAnnotations;
using MudBlazor;

namespace BlazorTasks.Dashboard;

/// <summary>How the dashboard looks and whom it serves. Bound from the section "BlazorTasks" of the configuration.</summary>
public sealed class DashboardOptions
{
    /// <summary>The name of this installation, shown beside the product's.</summary>
    /// <value>The default is nothing.</value>
    [StringLength(60)]
    public string? Title { get; set; }

    /// <summary>The look of the dashboard, both light and dark. The colours of task states stay the product's own.</summary>
    /// <value>The default is the product's theme. It is set in code.</value>
    public MudTheme? Theme { get; set; }

    /// <summary>Other origins whose pages may send commands, such as "https://tasks.example.com" when a proxy changes scheme or host.</summary>
    /// <value>The default is none: only pages of this dashboard may.</value>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>How many event streams and sockets of the API one person may have open. One more is refused with 429.</summary>
    /// <value>The default is 20.</value>
    [Range(1, 100_000)]
    public int MaxStreamsPerPerson { get; set; } = 20;

    /// <summary>How many event streams and sockets of the API this process serves. One more is refused with 503.</summary>
    /// <value>The default is 2,000.</value>
    [Range(1, 100_000)]
    public int MaxStreams { get; set; } = 2_000;

    /// <summary>How many messages may wait for a client of a stream or socket. One that falls further behind is let go with 1013 "slow_consumer".</summary>
    /// <value>The default is 1,000.</value>
    [Range(10, 1_000_000)]
    public int MaxQueuedMessages { get; set; } = 1_000;

    /// <summary>With this many bytes waiting a client of a stream or socket is not given more and let go. The last message may go beyond.</summary>
    /// <value>The default is 1 MB.</value>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a client of a stream or socket may take to accept a message before it is let go.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StreamSendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often something is sent over a stream or socket at least, and how long its client may leave that unconfirmed.</summary>
    /// <value>The default is 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StreamKeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest frame that a socket may send, in bytes. A larger one ends it with 1009.</summary>
    /// <value>The default is 16 KB.</value>
    [Range(256, 16 * 1024 * 1024)]
    public int MaxFrameBytes { get; set; } = 16 * 1024;

    /// <summary>How many frames a socket may send in a second. More end it with 1008.</summary>
    /// <value>The default is 20.</value>
    [Range(1, 100_000)]
    public int MaxFramesPerSecond { get; set; } = 20;

    /// <summary>The largest body of a request to the API, in bytes. A larger one is refused with 413.</summary>
    /// <value>The default is 256 KB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>How long a request to the API may take, what streams or waits aside. One that takes longer is answered with 504.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many pages (circuits) this process serves. One more gets a page that says so, with 503.</summary>
    /// <value>The default is 500.</value>
    [Range(1, 1_000_000)]
    public int MaxCircuits { get; set; } = 500;
}
