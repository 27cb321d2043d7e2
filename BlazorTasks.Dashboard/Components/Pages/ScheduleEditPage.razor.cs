using BlazorTasks.Dashboard.Components.Forms;
using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Dashboard.Components.Schedules;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>Creates a schedule, or edits one. What someone else changes meanwhile is never overwritten unasked.</summary>
public sealed partial class ScheduleEditPage
{
    private const string FirstWrong = "[aria-invalid=true], fieldset:has(> .err), .field:has(> .err) :is(input, [role=combobox])";

    private readonly Submission _saving = new();
    private ElementReference _form;
    private ScheduleEditor? _editor;
    private Schedule? _edited;
    private Schedule? _newer;
    private long? _edition;
    private (string Title, string Text)? _cannot;
    private IReadOnlyList<string> _calendars = [];
    private bool? _policies;
    private bool _focusFirstWrong;

    /// <summary>The id of the schedule, or null for a new one.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>The definition that a new schedule starts.</summary>
    [SupplyParameterFromQuery(Name = "definition")]
    public string? Definition { get; set; }

    /// <summary>The schedule that a new one is a copy of.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    private string Heading => Id is null
        ? "New schedule"
        : $"Edit {(_edited is null ? LogText.CleanLine(Id) : ScheduleWords.Title(_edited, Access))}";

    private string DraftName => $"schedule:{Id ?? $"new:{From}"}";

    private bool ShowsPolicies => _policies ?? _editor!.HasPolicyErrors;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Access.Schedules.Changed -= OnSchedulesChanged;
        return base.DisposeAsync();
    }

    private void OnSchedulesChanged(object? sender, EventArgs e) => RefreshSoon();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            Access.Schedules.Changed += OnSchedulesChanged;
        }

        _calendars = [.. (await Access.Schedules.CalendarsAsync(Disposed)).Select(calendar => calendar.Name)];
        await BeginAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusFirstWrong)
        {
            _focusFirstWrong = false;
            await JS.InvokeVoidAsync("blazorTasks.focusIn", _form, FirstWrong);
        }
    }

    /// <summary>Only changes of schedules matter.</summary>
    protected override bool Concerns(TaskFrame frame) => false;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        if (_edited is not null && !_saving.IsSending
            && await Access.Schedules.GetAsync(_edited.Id, Disposed) is { } now && now.Edition != _edition)
        {
            _newer = now;
        }
    }

    private async Task BeginAsync()
    {
        if (Access.Definitions.Count == 0)
        {
            _cannot = ("No task definitions yet", "Add [MonitoredTask(\"Import customers\")] to a method first. Then it can be scheduled.");
            return;
        }

        var source = Id ?? From;
        var found = source is null ? null : await Access.Schedules.GetAsync(source, Disposed);
        if (source is not null && found is null)
        {
            _cannot = ("Schedule not found", $"There is no schedule “{LogText.CleanLine(source)}”. It may have been deleted.");
        }
        else if (Id is not null && found!.IsDeclared)
        {
            _cannot = ("This schedule is declared in code", "It can be paused, run and skipped here, and changed only in the code.");
        }
        else
        {
            await FillAsync(found);
        }
    }

    private async Task FillAsync(Schedule? source)
    {
        _edited = Id is null ? null : source;
        (_edition, _newer) = (_edited?.Edition, null);
        var draft = source is null ? new ScheduleDraft { Owner = Viewer.Person.Id } : ScheduleDraft.Of(source.Settings);
        if (source is null)
        {
            draft.Rule.TimeZone = Viewer.TimeZone.Id;
        }

        var first = Access.FindDefinition(Definition ?? "") ?? Access.Definitions[0];
        var editor = new ScheduleEditor(Access, Viewer.TimeZone, draft, isNew: Id is null);
        await editor.ChooseAsync(source?.Settings.Definition ?? first.Name, source?.Settings.Input, source?.Id);
        _editor = editor;
    }

    private async Task ChooseDefinitionAsync(string name)
    {
        await _editor!.ChooseAsync(name);
        if (Id is null)
        {
            // the form comes back after a reload
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("definition", name), replace: true);
        }
    }

    private string? ErrorOf(string field) => _editor!.Errors.GetValueOrDefault(field);

    private string NewerText(Schedule newer)
    {
        var who = newer.ChangedBy is { } by
            ? ScheduleWords.Sentence(LogText.CleanLine(TaskText.Person(by, Viewer.Person.Name)))
            : "Someone else";
        var at = newer.Pause?.At > newer.ChangedAt ? newer.Pause.At : newer.ChangedAt;
        return $"{who} changed this schedule {Formats.Ago(at, Time.GetUtcNow(), Viewer.TimeZone)}.";
    }

    private Task SaveAsync() => _saving.SendAsync(async () =>
    {
        var result = await _editor!.SaveAsync(settings => Id is null
            ? Access.Schedules.CreateAsync(_editor.Draft.Id?.Trim() ?? "", settings)
            : Access.Schedules.UpdateAsync(Id, settings, _edition));
        if (result is { IsAccepted: true })
        {
            await FinishAsync(result.Schedule!);
        }
        else
        {
            ShowRefusal(result);
        }
    });

    private void ShowRefusal(ScheduleResult? result)
    {
        var isOutdated = result?.Outcome == ScheduleOutcome.Changed;
        var wrong = _editor!.ErrorCount;
        _newer = isOutdated ? result!.Schedule : _newer;
        _saving.Problem = wrong > 0 ? $"Nothing was saved. Fix {Formats.Count(wrong, "field", "fields")} first."
            : isOutdated ? "Nothing was saved. See above."
            : result?.Message;
        _focusFirstWrong = wrong > 0;
    }

    private async Task FinishAsync(Schedule saved)
    {
        _edition = saved.Edition;
        await JS.InvokeVoidAsync("blazorTasks.forgetDraft", DraftName);
        Toaster.Notice($"{ScheduleWords.Title(saved, Access)} was {(Id is null ? "created" : "changed")}.");
        Navigation.NavigateTo(ScheduleCommands.Href(saved.Id));
    }

    private async Task LeaveAsync()
    {
        await JS.InvokeVoidAsync("blazorTasks.forgetDraft", DraftName);
        Navigation.NavigateTo(Id is null ? "schedules" : ScheduleCommands.Href(Id));
    }

    private async Task DiscardMineAsync()
    {
        await JS.InvokeVoidAsync("blazorTasks.forgetDraft", DraftName);
        await FillAsync(_newer);
        _saving.Problem = null;
    }

    private Task SaveAnywayAsync()
    {
        (_edition, _newer) = (_newer!.Edition, null);
        return SaveAsync();
    }
}
