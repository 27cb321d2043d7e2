using BlazorTasks.Components.Forms;
using BlazorTasks.Components.Prompts;
using BlazorTasks.Forms;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Components;

/// <summary>
/// The open question of a task of the viewer. The first answer wins; it is checked on the server, against the form of the
/// question.
/// </summary>
public sealed partial class TaskPrompt
{
    private static int _count;

    /// <summary>The same question may stand on a page more than once: on its card and in the bell.</summary>
    private readonly int _number = Interlocked.Increment(ref _count);
    private ElementReference _element;
    private Prompt? _shown;
    private FormModel? _form;
    private string? _problem;
    private string? _outcome;
    private bool _isSending;
    private bool _focuses;

    /// <summary>Whether the name of the task is shown above the question.</summary>
    [Parameter]
    public bool ShowTask { get; set; }

    /// <summary>Called when the viewer's answer was accepted.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnAnswered { get; set; }

    [Inject]
    private IOptions<TaskComponentsOptions> Settings { get; set; } = default!;

    private string TitleId => string.Create(CultureInfo.InvariantCulture, $"bt-prompt-{_number}-{Task?.Prompt?.Id}");

    private bool IsAllowed => Task is { } task && Mine.CanAnswer(task);

    private bool IsDisabled => _isSending || !RendererInfo.IsInteractive;

    private IReadOnlyList<FieldOption> Options => PromptButtons.OptionsOf(Task?.Prompt);

    /// <inheritdoc />
    protected override async Task ShowAsync()
    {
        var prompt = Task?.Prompt;
        if (_isSending || prompt?.Id == _shown?.Id)
        {
            return;
        }

        if (prompt is not null)
        {
            _form = PromptButtons.NeedsForm(prompt) ? new FormModel(prompt.Form, Settings.Value.TimeZone, prompt.Default) : null;
            (_problem, _outcome) = (null, null);
        }
        else if (_outcome is null && _shown is { } closed)
        {
            _outcome = await OutcomeAsync(closed, "just now");
        }

        _shown = prompt;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focuses)
        {
            _focuses = false;
            await _element.FocusAsync(); // what was pressed is gone
        }
    }

    private Task AnswerAsync(FieldOption option)
    {
        object value = Task!.Prompt!.Kind == PromptKind.Confirm ? option.Value == "true" : option.Value;
        return SendAsync(JsonSerializer.SerializeToElement(new Dictionary<string, object> { [Prompt.Value] = value }));
    }

    private Task SubmitAsync() => IsDisabled || _form is not { } form ? System.Threading.Tasks.Task.CompletedTask
        : SendAsync(form.ToJson());

    private async Task SendAsync(JsonElement answer)
    {
        if (_isSending || Task is not { Prompt: { } prompt } task)
        {
            return;
        }

        (_isSending, _problem) = (true, null);
        var result = await Mine.AnswerAsync(task.Id, prompt.Id, answer);
        await HandleAsync(result, prompt);
        _isSending = false;
        await RefreshAsync();
        if (result.IsAccepted)
        {
            await OnAnswered.InvokeAsync(result.Task);
        }
    }

    private async Task HandleAsync(CommandResult result, Prompt prompt)
    {
        switch (result.Outcome)
        {
            case CommandOutcome.Accepted or CommandOutcome.AlreadyAnswered or CommandOutcome.PromptClosed:
                _outcome = await OutcomeAsync(prompt, result.IsAccepted ? "just now" : "before you") ?? result.Message;
                _focuses = true;
                break;
            case CommandOutcome.Invalid when _form is not null:
                _form.Refuse(result.Errors);
                break;
            default:
                _problem = result.Message;
                break;
        }
    }

    private async Task<string?> OutcomeAsync(Prompt prompt, string when) =>
        PromptOutcome.Read(await Mine.MilestonesAsync(Id)).LastOrDefault(one => one.Prompt.Id == prompt.Id) is { Closing: not null } closed
            ? LogText.CleanLine(closed.Say(when, Mine.Me?.Name))
            : null;
}
