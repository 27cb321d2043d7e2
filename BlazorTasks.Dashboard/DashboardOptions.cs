using System.ComponentModel.DataAnnotations;

namespace BlazorTasks.Dashboard;

/// <summary>How the dashboard looks and whom it serves. Bound from the section "BlazorTasks" of the configuration.</summary>
public sealed class DashboardOptions
{
    /// <summary>The name of this installation, shown beside the product's.</summary>
    /// <value>The default is nothing.</value>
    [StringLength(60)]
    public string? Title { get; set; }

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
}
