using System.Text.Json;
using BlazorTasks.Dashboard.Access;
using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Dashboard.Components.Schedules;
using BlazorTasks.Definitions;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>Creates a schedule, or edits one. What someone else changes meanwhile is never overwritten unasked.</summary>
public sealed partial class ScheduleEditPage
{
    private const string FirstWrong = "[aria-invalid=true], fieldset:has(> .err), .field:has(> .err) :is(input, [role=combobox])";

    /// <summary>The fields whose messages are shown at once: the preview depends on them.</summary>
    private static readonly string[] WhenFieldNames =
        ["cron", "every", "dates", "from_last_end", "time_zone", "starts_at", "ends_at", "calendar"];

    private static readonly string[] WhatFieldNames = ["id", "title", "definition", "input"];

    private ElementReference _form;
    private ScheduleDraft? _draft;
    private FormModel? _input;
    private string _definition = "";
    private string? _suggestedId;
    private Schedule? _edited;
    private Schedule? _newer;
    private long? _edition;
    private (string Title, string Text)? _cannot;
    private IReadOnlyList<string> _calendars = [];
    private ScheduleRule? _rule;
    private IReadOnlyList<DateTimeOffset> _times = [];
    private Dictionary<string, string> _whenErrors = [];
    private Dictionary<string, string> _errors = [];
    private string? _problem;
    private string? _refusal;
    private string _summary = "";
    private bool? _policies;
    private bool _saving;
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

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private Toaster Toaster { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime JS { get; set; } = default!;

    private string Heading => Id is null
        ? "New schedule"
        : $"Edit {(_edited is null ? LogText.CleanLine(Id) : ScheduleWords.Title(_edited, Access))}";

    private string DraftName => $"schedule:{Id ?? $"new:{From}"}";

    private TaskDefinition? Selected => Access.FindDefinition(_definition);

    private IReadOnlyDictionary<string, string> WhenErrors => _whenErrors;

    private bool ShowsPolicies => _policies ?? _errors.Keys.Any(name => !WhenFieldNames.Contains(name) && !WhatFieldNames.Contains(name));

    private IReadOnlyList<(string, string)> DefinitionOptions
    {
        get
        {
            var known = Access.Definitions.Select(definition => (definition.Name, definition.Title)).ToList();
            return Selected is null && _definition.Length > 0 ? [.. known, (_definition, $"{_definition} (no longer exists)")] : known;
        }
    }

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
        if (_edited is not null && !_saving && await Access.Schedules.GetAsync(_edited.Id, Disposed) is { } now && now.Edition != _edition)
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
        _draft = source is null ? new ScheduleDraft { Owner = Viewer.Person.Id } : ScheduleDraft.Of(source.Settings);
        if (source is null)
        {
            _draft.Rule.TimeZone = Viewer.TimeZone.Id;
        }

        var first = Access.FindDefinition(Definition ?? "") ?? Access.Definitions[0];
        _definition = source?.Settings.Definition ?? first.Name;
        UseDefinition(source?.Settings.Input);
        await SuggestIdAsync(source?.Id);
        await ChangeAsync();
    }

    private void UseDefinition(JsonElement? input) =>
        _input = Selected is { } definition
            ? new FormModel(definition.Form, Viewer.TimeZone, input) { KeepsSecrets = Id is not null }
            : null;

    private async Task ChooseDefinition(string name)
    {
        _definition = name;
        UseDefinition(null);
        _errors = [];
        await SuggestIdAsync(null);
        if (Id is null)
        {
            // the form comes back after a reload
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("definition", name), replace: true);
        }

        await ChangeAsync();
    }

    /// <summary>Suggests a free id, unless one was entered.</summary>
    private async Task SuggestIdAsync(string? name)
    {
        if (Id is null && (string.IsNullOrWhiteSpace(_draft!.Id) || _draft.Id == _suggestedId))
        {
            name ??= _definition;
            var taken = (await Access.Schedules.ListAsync(Disposed)).Select(schedule => schedule.Id).ToHashSet();
            _suggestedId = Enumerable.Range(1, taken.Count + 1).Select(i => i == 1 ? name : $"{name}-{i}").First(id => !taken.Contains(id));
            _draft.Id = _suggestedId;
        }
    }

    private string? ErrorOf(string field) => _errors.GetValueOrDefault(field);

    private string NewerText(Schedule newer) =>
        $"{(newer.ChangedBy is { } by ? ScheduleWords.Sentence(LogText.CleanLine(TaskText.Person(by, Viewer.Person.Name))) : "Someone else")} "
        + "changed this schedule "
        + $"{Formats.Ago(newer.Pause?.At > newer.ChangedAt ? newer.Pause.At : newer.ChangedAt, Time.GetUtcNow(), Viewer.TimeZone)}.";

    private async Task RestoreAsync(string? json)
    {
        if (ScheduleDraft.FromJson(json) is { } draft)
        {
            _draft = draft;
            await ChangeAsync();
        }
    }

    private Task ChangeAsync(Action change)
    {
        change();
        return ChangeAsync();
    }

    /// <summary>Checks the rule and shows what it means. Other fields are checked when it is saved.</summary>
    private async Task ChangeAsync()
    {
        var (settings, errors) = _draft!.Read(_definition, _input?.ToJson());
        foreach (var (field, message) in await Access.Schedules.CheckAsync(settings))
        {
            errors.TryAdd(field, message);
        }

        _whenErrors = errors.Where(error => WhenFieldNames.Contains(error.Key)).ToDictionary();
        _problem = _whenErrors.Values.FirstOrDefault();
        _errors = _errors.Where(error => errors.ContainsKey(error.Key)).ToDictionary(error => error.Key, error => errors[error.Key]);
        _summary = PolicyWords.Summary(settings);
        _rule = settings.Rule;
        _times = _problem is null ? await Access.Schedules.PreviewAsync(settings.Rule, NextRuns.Count) : [];
    }

    private async Task SaveAsync()
    {
        if (_saving || _draft is null)
        {
            return;
        }

        (_saving, _refusal) = (true, null);
        try
        {
            var (settings, errors) = _draft.Read(_definition, ReadInput());
            var result = errors.Count > 0 || _input?.Errors.Count > 0
                ? null
                : Id is null
                ? await Access.Schedules.CreateAsync(_draft.Id?.Trim() ?? "", settings)
                : await Access.Schedules.UpdateAsync(Id, settings, _edition);
            await (result is { IsAccepted: true } ? DoneAsync(result.Schedule!) : RefuseAsync(result, settings, errors));
        }
        catch (StorageUnavailableException rejected)
        {
            _refusal = rejected.Message;
        }
        finally
        {
            _saving = false;
        }
    }

    /// <summary>Reads the input. Secrets that are left empty keep their values.</summary>
    private JsonElement? ReadInput()
    {
        if (_input is not { } form)
        {
            return null;
        }

        var input = form.Check(Access);
        form.Refuse(form.Errors.Where(error => form.Schema[error.Key] is not { } field || !form.Keeps(field)).ToDictionary());
        return input ?? form.ToJson();
    }

    private async Task RefuseAsync(ScheduleResult? result, ScheduleSettings settings, Dictionary<string, string> errors)
    {
        foreach (var (field, message) in result?.Errors ?? await Access.Schedules.CheckAsync(settings))
        {
            errors.TryAdd(field, message);
        }

        const string Input = "input.";
        var ofInput = errors.Where(error => error.Key.StartsWith(Input, StringComparison.Ordinal))
            .ToDictionary(error => error.Key[Input.Length..], error => error.Value);
        if (result is not null && _input is not null && ofInput.Count > 0)
        {
            _input.Refuse(ofInput);
        }

        _errors = errors.Where(error => !error.Key.StartsWith(Input, StringComparison.Ordinal)).ToDictionary();
        _newer = result?.Outcome == ScheduleOutcome.Changed ? result.Schedule : _newer;
        if (result?.Outcome == ScheduleOutcome.AlreadyExists)
        {
            _errors["id"] = result.Message;
        }

        var wrong = _errors.Count + (_input?.Errors.Count ?? 0);
        _refusal = wrong > 0 ? $"Nothing was saved. Fix {Formats.Count(wrong, "field", "fields")} first."
            : result?.Outcome == ScheduleOutcome.Changed ? "Nothing was saved. See above."
            : result?.Message;
        _focusFirstWrong = wrong > 0;
    }

    private async Task DoneAsync(Schedule saved)
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

    private async Task TakeTheirs()
    {
        await JS.InvokeVoidAsync("blazorTasks.forgetDraft", DraftName);
        await FillAsync(_newer);
        (_errors, _refusal) = ([], null);
    }

    private Task OverwriteAsync()
    {
        (_edition, _newer) = (_newer!.Edition, null);
        return SaveAsync();
    }
}
