namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>A schedule while it is edited: what was entered, what it means, and what is wrong with it.</summary>
/// <param name="access">The access of the viewer.</param>
/// <param name="timeZone">The time zone of the viewer.</param>
/// <param name="draft">What was entered so far.</param>
/// <param name="isNew">Whether the schedule does not exist yet.</param>
internal sealed class ScheduleEditor(TaskAccess access, TimeZoneInfo timeZone, ScheduleDraft draft, bool isNew)
{
    private const string InputPrefix = "input.";

    /// <summary>The fields whose messages are shown at once: the preview depends on them.</summary>
    private static readonly string[] WhenFieldNames =
        ["cron", "every", "dates", "from_last_end", "time_zone", "starts_at", "ends_at", "calendar"];

    private static readonly string[] WhatFieldNames = ["id", "title", "definition", "input"];

    private string? _suggestedId;

    /// <summary>What was entered, except for the input.</summary>
    public ScheduleDraft Draft { get; private set; } = draft;

    /// <summary>The name of the definition.</summary>
    public string Definition { get; private set; } = "";

    /// <summary>The input, or null if the definition no longer exists.</summary>
    public FormModel? Input { get; private set; }

    /// <summary>The rule as entered.</summary>
    public ScheduleRule? Rule { get; private set; }

    /// <summary>The next due times.</summary>
    public IReadOnlyList<DateTimeOffset> Times { get; private set; } = [];

    /// <summary>The policies in words.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>The messages about the rule.</summary>
    public IReadOnlyDictionary<string, string> WhenErrors { get; private set; } = new Dictionary<string, string>();

    /// <summary>The messages of the last attempt to save, those that no longer apply aside.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; private set; } = new Dictionary<string, string>();

    /// <summary>The first message about the rule.</summary>
    public string? Problem => WhenErrors.Values.FirstOrDefault();

    /// <summary>Whether a policy is wrong.</summary>
    public bool HasPolicyErrors => Errors.Keys.Any(name => !WhenFieldNames.Contains(name) && !WhatFieldNames.Contains(name));

    /// <summary>The number of fields to fix.</summary>
    public int ErrorCount => Errors.Count + (Input?.Errors.Count ?? 0);

    /// <summary>The definition, or null if it no longer exists.</summary>
    public TaskDefinition? Selected => access.FindDefinition(Definition);

    /// <summary>The definitions to choose from.</summary>
    public IReadOnlyList<(string, string)> Definitions
    {
        get
        {
            var known = access.Definitions.Select(definition => (definition.Name, definition.Title)).ToList();
            return Selected is null && Definition.Length > 0 ? [.. known, (Definition, $"{Definition} (no longer exists)")] : known;
        }
    }

    /// <summary>Chooses the definition.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="input">The input to begin with.</param>
    /// <param name="id">The ID to suggest, or null for the name of the definition.</param>
    public async Task ChooseAsync(string name, JsonElement? input = null, string? id = null)
    {
        Definition = name;
        Input = Selected is { } definition ? new FormModel(definition.Form, timeZone, input) { KeepsSecrets = !isNew } : null;
        ClearErrors();
        await SuggestIdAsync(id ?? name);
        await CheckAsync();
    }

    /// <summary>Forgets the messages of the last attempt to save.</summary>
    public void ClearErrors() => Errors = new Dictionary<string, string>();

    /// <summary>Continues with a draft that was stored in the browser.</summary>
    public async Task RestoreAsync(string? json)
    {
        if (ScheduleDraft.FromJson(json) is { } stored)
        {
            Draft = stored;
            await CheckAsync();
        }
    }

    /// <summary>Changes what was entered.</summary>
    public Task ChangeAsync(Action change)
    {
        change();
        return CheckAsync();
    }

    /// <summary>Checks the rule and determines what it means. Other fields are checked when the schedule is saved.</summary>
    public async Task CheckAsync()
    {
        var (settings, errors) = Draft.Read(Definition, Input?.ToJson());
        await AddErrorsAsync(errors, settings);
        WhenErrors = errors.Where(error => WhenFieldNames.Contains(error.Key)).ToDictionary();
        Errors = Errors.Where(error => errors.ContainsKey(error.Key)).ToDictionary(error => error.Key, error => errors[error.Key]);
        Summary = PolicyWords.Summary(settings);
        Rule = settings.Rule;
        Times = Problem is null ? await access.Schedules.PreviewAsync(settings.Rule, NextRuns.Count) : [];
    }

    /// <summary>Saves the schedule if everything that was entered is valid.</summary>
    /// <param name="save">Saves it with these settings.</param>
    /// <returns>The result, or null if something was entered that is not valid.</returns>
    public async Task<ScheduleResult?> SaveAsync(Func<ScheduleSettings, Task<ScheduleResult>> save)
    {
        var (settings, errors) = Draft.Read(Definition, ReadInput());
        var result = errors.Count > 0 || Input?.Errors.Count > 0 ? null : await save(settings);
        if (result is not { IsAccepted: true })
        {
            await AddErrorsAsync(errors, settings, result);
            ShowErrors(errors, result);
        }

        return result;
    }

    /// <summary>Reads the input. Secrets that are left empty keep their values.</summary>
    private JsonElement? ReadInput()
    {
        if (Input is not { } form)
        {
            return null;
        }

        var input = form.Check(access);
        form.Refuse(form.Errors.Where(error => form.Schema[error.Key] is not { } field || !form.Keeps(field)).ToDictionary());
        return input ?? form.ToJson();
    }

    private async Task AddErrorsAsync(Dictionary<string, string> errors, ScheduleSettings settings, ScheduleResult? result = null)
    {
        foreach (var (field, message) in result?.Errors ?? await access.Schedules.CheckAsync(settings))
        {
            errors.TryAdd(field, message);
        }
    }

    private void ShowErrors(Dictionary<string, string> errors, ScheduleResult? result)
    {
        var ofInput = errors.Where(error => error.Key.StartsWith(InputPrefix, StringComparison.Ordinal))
            .ToDictionary(error => error.Key[InputPrefix.Length..], error => error.Value);
        if (result is not null && ofInput.Count > 0)
        {
            Input?.Refuse(ofInput);
        }

        if (result?.Outcome == ScheduleOutcome.AlreadyExists)
        {
            errors["id"] = result.Message;
        }

        Errors = errors.Where(error => !error.Key.StartsWith(InputPrefix, StringComparison.Ordinal)).ToDictionary();
    }

    /// <summary>Suggests a free ID, unless one was entered.</summary>
    private async Task SuggestIdAsync(string name)
    {
        if (isNew && (string.IsNullOrWhiteSpace(Draft.Id) || Draft.Id == _suggestedId))
        {
            var used = (await access.Schedules.ListAsync()).Select(schedule => schedule.Id).ToHashSet();
            _suggestedId = Enumerable.Range(1, used.Count + 1).Select(i => i == 1 ? name : $"{name}-{i}").First(id => !used.Contains(id));
            Draft.Id = _suggestedId;
        }
    }
}
