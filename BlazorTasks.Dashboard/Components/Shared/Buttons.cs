namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>The usual button: a text in a frame.</summary>
public class OutlinedButton : MudButton
{
    /// <summary>Initializes a button.</summary>
    public OutlinedButton() => Variant = Variant.Outlined;
}

/// <summary>A small button, beside other things.</summary>
public sealed class SmallButton : OutlinedButton
{
    /// <summary>Initializes a button.</summary>
    public SmallButton() => Size = Size.Small;
}

/// <summary>The button for what a page, a form or a dialog is there for.</summary>
public sealed class PrimaryButton : MudButton
{
    /// <summary>Initializes a button.</summary>
    public PrimaryButton() => (Variant, Color) = (Variant.Filled, Color.Primary);
}
