namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>The classes of MudBlazor's buttons, for those that are markup: a MudIconButton takes 7.4 KB of each open page.</summary>
internal static class ButtonClass
{
    /// <summary>An icon.</summary>
    public const string Icon = "mud-button-root mud-icon-button";

    /// <summary>A small icon.</summary>
    public const string SmallIcon = $"{Icon} mud-icon-button-size-small";

    /// <summary>A small text without a frame.</summary>
    public const string SmallText = "mud-button-root mud-button mud-button-text mud-button-text-size-small";

    /// <summary>A small text in a frame.</summary>
    public const string SmallOutlined = "mud-button-root mud-button mud-button-outlined mud-button-outlined-size-small";
}
