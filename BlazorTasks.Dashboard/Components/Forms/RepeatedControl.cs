namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>
/// A control with as many entries as somebody adds. The focus goes where the work goes on: into what was added, or to "Add"
/// after a removal.
/// </summary>
public abstract class RepeatedControl : FieldControl
{
    private const string LastEntry = ":scope > ol > li:last-child :is(input:not([type=hidden]), textarea, [role=combobox])";
    private const string AddButton = ":scope > .repeat-add";

    private string? _focus;

    [Inject]
    private IJSRuntime JS { get; set; } = default!;

    /// <summary>What holds the entries, in an ol, and the button "Add" after them.</summary>
    protected ElementReference Element { get; set; }

    /// <summary>The id of an entry: its path in the form.</summary>
    protected string IdAt(int index) => $"{Id}[{index}]";

    /// <summary>What people call an entry: "Tags 2".</summary>
    protected string LabelAt(int index) => $"{Field.Label} {index + 1}";

    /// <summary>Whether there may not be another one.</summary>
    protected bool IsFull(int count) => count >= Field.MaxItems;

    /// <summary>The id of the message of an entry, if it has one.</summary>
    protected static string? ErrorIdOf(string id, string? error) => error is null ? null : $"{id}-err";

    /// <summary>Adds an entry.</summary>
    protected Task AddAsync(Action add) => ChangeAsync(add, LastEntry);

    /// <summary>Removes an entry.</summary>
    protected Task RemoveAsync(Action remove) => ChangeAsync(remove, AddButton);

    private Task ChangeAsync(Action change, string focus)
    {
        change();
        _focus = focus;
        return OnChanged.InvokeAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is { } selector)
        {
            _focus = null;
            await JS.InvokeVoidAsync("blazorTasks.focusIn", Element, selector);
        }
    }
}
