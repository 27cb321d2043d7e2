namespace BlazorTasks.Dashboard.Components;

/// <summary>Base class of what is a whole HTML document, rendered once on the server.</summary>
public abstract class DocumentComponent : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Context { get; set; } = default!;

    /// <summary>The address of the dashboard.</summary>
    protected string Base => Context.Request.PathBase.Add("/").Value!;

    /// <summary>The theme that the viewer has chosen; null for that of the system.</summary>
    protected string? Theme => Context.Request.Cookies["bt-theme"] is ("light" or "dark") and var theme ? theme : null;
}
