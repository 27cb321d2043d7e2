using BlazorTasks.Dashboard.Components.Forms;

namespace BlazorTasks.Dashboard.Components.Start;

/// <summary>The form to start a definition.</summary>
public sealed partial class StartForm
{
    private readonly Submission _starting = new();
    private FormModel _model = default!;
    private TaskDefinition? _shown;
    private JsonElement? _from;
    private string _key = "";
    private DateTime? _at;
    private int _priority;
    private int _leave;
    private string? _tags;
    private bool _showsErrors;
    private ElementReference _form;

    /// <summary>The definition.</summary>
    [Parameter, EditorRequired]
    public TaskDefinition Definition { get; set; } = default!;

    /// <summary>An input to initialize the form with.</summary>
    [Parameter]
    public JsonElement? From { get; set; }

    /// <summary>Earlier inputs.</summary>
    [Parameter]
    public IReadOnlyList<RecentInput> Recent { get; set; } = [];

    /// <summary>The number of queued tasks.</summary>
    [Parameter]
    public int Queued { get; set; }

    private string OptionsText => $"{StartText}, {PriorityText.Name(_priority)} priority";

    private string StartText => _at?.ToString("d MMM, HH:mm", System.Globalization.CultureInfo.CurrentCulture) ?? "now";

    private int LeaveOfDefinition => (int)Math.Ceiling(Definition.Policy.CancelAfterOwnerLeaves?.TotalMinutes ?? 0);

    private IReadOnlyList<(int Minutes, string Text)> LeaveChoices =>
    [
        .. new[] { 0, 1, 5, 30, LeaveOfDefinition }.Distinct().Order()
            .Select(minutes => (minutes, minutes == 0 ? "Keep running" : $"Cancel after {minutes} min")),
    ];

    private string Offset => Formats.Offset(Time.GetUtcNow(), Viewer.TimeZone);

    private string Draft => $"start:{Definition.Name}";

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Definition != _shown || !Equals(From?.GetRawText(), _from?.GetRawText()))
        {
            (_shown, _from) = (Definition, From);
            Clear();
            Fill(From);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_showsErrors) // what is wrong stands above, perhaps out of sight of the button
        {
            _showsErrors = false;
            await JS.InvokeVoidAsync("blazorTasks.focusIn", _form, ".errbox");
        }
    }

    private void Fill(JsonElement? input)
    {
        _model = new FormModel(Definition.Form, Viewer.TimeZone, input);
        _key = Guid.NewGuid().ToString("N");
    }

    private void Clear() => (_at, _priority, _leave, _tags, _starting.Problem) = (null, 0, LeaveOfDefinition, null, null);

    private async Task ResetAsync()
    {
        Clear();
        Fill(null);
        await JS.InvokeVoidAsync("blazorTasks.forgetDraft", Draft);
    }

    private Task SubmitAsync() => _starting.SendAsync(async () =>
    {
        var input = _model.Check(Access);
        _showsErrors = input is null;
        if (input is not null)
        {
            var task = await Access.StartAsync(Definition.Name, input, Options());
            await JS.InvokeVoidAsync("blazorTasks.forgetDraft", Draft);
            Navigation.NavigateTo($"task/{task.Id}");
        }
    });

    /// <summary>The idempotency key belongs to the form as filled in: clicking twice starts one task.</summary>
    private StartOptions Options() => new()
    {
        IdempotencyKey = _key,
        Priority = _priority,
        RunAt = _at is { } at
            ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), Viewer.TimeZone.GetUtcOffset(at))
            : null,
        Policy = _leave == LeaveOfDefinition
            ? null
            : Definition.Policy with { CancelAfterOwnerLeaves = _leave == 0 ? null : TimeSpan.FromMinutes(_leave) },
        Tags = [.. (_tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()],
    };
}
