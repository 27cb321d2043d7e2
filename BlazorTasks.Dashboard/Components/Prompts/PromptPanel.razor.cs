namespace BlazorTasks.Dashboard.Components.Prompts;

/// <summary>One question. The first answer wins; others who answer see who it was.</summary>
public sealed partial class PromptPanel
{
    private const int MaxButtons = 4;
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TimeToUndo = TimeSpan.FromSeconds(5);

    /// <summary>A question that is older was there before the page: it does not light up.</summary>
    private static readonly TimeSpan New = TimeSpan.FromSeconds(3);

    private ElementReference _element;
    private Prompt? _shown;
    private FormModel? _model;
    private string? _pressed;
    private string? _problem;
    private string? _closing;
    private string? _focus;
    private bool _isSlow;
    private bool _mine;
    private bool _isNew;
    private Undoable? _undo;

    /// <summary>The current task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    /// <summary>The question, open or closed.</summary>
    [Parameter, EditorRequired]
    public Prompt Prompt { get; set; } = default!;

    /// <summary>Renders only question and buttons, for cards and rows; a form opens elsewhere, see <see cref="OnOpen"/>.</summary>
    [Parameter]
    public bool Compact { get; set; }

    /// <summary>Whether the user has just opened it: the form is shown and focused.</summary>
    [Parameter]
    public bool Opened { get; set; }

    /// <summary>Whether the panel stays after the viewer's own answer and shows its outcome.</summary>
    [Parameter]
    public bool KeepsPlace { get; set; }

    /// <summary>Content below the question, such as its task.</summary>
    [Parameter]
    public RenderFragment? About { get; set; }

    /// <summary>Called to open the form of a compact question.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnOpen { get; set; }

    /// <summary>Called when the viewer's answer was accepted.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnAnswered { get; set; }

    private string Id => $"p-{Task.Id.Short}-{Prompt.Id}";

    private string DraftName => $"prompt:{Task.Id}:{Prompt.Id}";

    private bool IsClosed => Task.Prompt?.Id != Prompt.Id;

    private bool IsAllowed => Task.Prompt?.Id == Prompt.Id ? Access.Person.CanAnswer(Task) : Prompt.For.Allow(Access.Person, Task.Owner);

    private string? Disabled => !IsAllowed || IsClosed || _pressed is not null ? "true" : null;

    private string? Refusal => _problem
        ?? (IsAllowed ? null : $"You cannot answer this question. It is {PromptText.Answerers(Prompt) ?? "for the owner of the task"}.");

    /// <summary>"For anyone except the owner".</summary>
    private string? Answerers => PromptText.Answerers(Prompt) is { } who
        ? $"{char.ToUpperInvariant(who[0])}{LogText.CleanLine(who[1..])}"
        : "For the owner of the task";

    private TaskDefinition? Definition => Task.Definition is { } name ? Access.FindDefinition(name) : null;

    private bool CanChangeInput => Prompt.Kind == PromptKind.Retry && Definition is { Form.Fields.Count: > 0 };

    private IReadOnlyList<FieldOption> Options => Prompt.Form[Prompt.Value]?.Options ?? [];

    /// <summary>Whether answering needs a form: fields, or more choices than fit as buttons.</summary>
    private bool IsForm => Prompt.Kind == PromptKind.Input || Options.Count > MaxButtons;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown?.Id != Prompt.Id)
        {
            _model = IsForm ? new FormModel(Prompt.Form, Viewer.TimeZone, Prompt.Default) : null;
            (_shown, _problem, _closing, _mine, _undo) = (Prompt, null, null, false, null);
            _isNew = Time.GetUtcNow() - Prompt.AskedAt < New;
            if (Opened)
            {
                await OpenAsync();
            }
        }

        if (IsClosed && (KeepsPlace || !_mine) && _pressed is null && _closing is null)
        {
            _closing = await ClosingAsync(answered: false);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is { } selector)
        {
            _focus = null;
            await JS.InvokeVoidAsync("blazorTasks.focusIn", _element, selector);
        }
    }

    private string? KeyOf(int place) => Prompt.Kind != PromptKind.Confirm ? null : place == 0 ? "y" : "n";

    private string Label(string button, string words) => _isSlow && _pressed == button ? "Sending…" : words;

    /// <summary>A click answers immediately; a single-key answer, which is more easily accidental, can be undone for a moment.</summary>
    private async Task PressAsync(FieldOption option, bool byKey)
    {
        if (Disabled is not null || (byKey && !await WaitForUndoAsync(option)))
        {
            return;
        }

        object value = Prompt.Kind == PromptKind.Confirm ? option.Value == "true" : option.Value;
        await SendAsync(option.Value, () => Access.AnswerAsync(Task.Id, Prompt.Id, value));
    }

    private async Task<bool> WaitForUndoAsync(FieldOption option)
    {
        using var undo = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        _undo = new Undoable(LogText.CleanLine(option.Label), Time.GetUtcNow() + TimeToUndo, undo);
        _focus = "button";
        StateHasChanged();
        var passed = await System.Threading.Tasks.Task.Delay(TimeToUndo, Time, undo.Token)
            .ContinueWith(wait => wait.IsCompletedSuccessfully, TaskScheduler.Current);
        if (_undo?.Cancellation == undo)
        {
            _undo = null;
        }

        return passed;
    }

    private void Undo()
    {
        var undone = _undo;
        (_undo, _focus) = (null, "button"); // cleared before the next render, so that the focus finds the answer buttons
        undone?.Cancellation.Cancel();
    }

    /// <summary>Shows the form here, or raises <see cref="OnOpen"/>.</summary>
    private async Task OpenAsync()
    {
        if (Compact)
        {
            await OnOpen.InvokeAsync(Task);
            return;
        }

        if (CanChangeInput && (await Access.ReadAsync(Task.Id))?.Input is { } input)
        {
            _model = new FormModel(Definition!.Form, Viewer.TimeZone, input) { KeepsSecrets = true };
        }

        _focus = "input, textarea, select, button";
    }

    private async Task SubmitAsync()
    {
        if (Disabled is null && _model is { } model)
        {
            await SendAsync("form", () => Prompt.Kind == PromptKind.Retry
                ? Access.RetryWithInputAsync(Task.Id, Prompt.Id, model.ToJson())
                : Access.AnswerAsync(Task.Id, Prompt.Id, model.ToJson()));
        }
    }

    private async Task SendAsync(string button, Func<Task<CommandResult>> send)
    {
        (_pressed, _problem) = (button, null);
        var sending = send();
        if (await System.Threading.Tasks.Task.WhenAny(sending, System.Threading.Tasks.Task.Delay(Noticeable, Time)) != sending)
        {
            _isSlow = true;
            StateHasChanged();
        }

        await HandleAsync(await sending);
        (_pressed, _isSlow) = (null, false);
    }

    private async Task HandleAsync(CommandResult result)
    {
        switch (result.Outcome)
        {
            case CommandOutcome.Accepted:
                _mine = true;
                await JS.InvokeVoidAsync("blazorTasks.forgetDraft", DraftName);
                await OnAnswered.InvokeAsync(result.Task);
                break;
            case CommandOutcome.Invalid when _model is not null:
                _model.Refuse(result.Errors);
                _focus = "[aria-invalid=true], fieldset:has(> .err)";
                break;
            case CommandOutcome.AlreadyAnswered or CommandOutcome.PromptClosed:
                _closing = await ClosingAsync(answered: true) ?? result.Message;
                break;
            default:
                _problem = result.Message;
                break;
        }
    }

    /// <summary>Describes how the question was closed, to someone who tried to answer it or only viewed it.</summary>
    private async Task<string?> ClosingAsync(bool answered)
    {
        var details = await Access.ReadAsync(Task.Id, CancellationToken.None);
        var exchange = PromptOutcome.Read(details?.Milestones ?? []).LastOrDefault(one => one.Prompt.Id == Prompt.Id);
        if (exchange?.Closing is not { } closing)
        {
            return null;
        }

        var now = Time.GetUtcNow();
        return exchange.Say(answered ? $"{Formats.Duration(now - closing.At)} before you"
            : exchange.Ago(now, Viewer.TimeZone), Viewer.Person.Name);
    }

    /// <summary>A single-key answer that is about to be sent.</summary>
    private sealed record Undoable(string Label, DateTimeOffset At, CancellationTokenSource Cancellation);
}
