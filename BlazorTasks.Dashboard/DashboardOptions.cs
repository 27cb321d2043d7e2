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
}
