namespace BlazorTasks.Dashboard.Components.Commands;

/// <summary>Searches tasks, actions for the task on screen, definitions to start, and pages.</summary>
/// <param name="access">What the viewer may see and do.</param>
/// <param name="time">The time provider.</param>
internal sealed class PaletteSearch(TaskAccess access, TimeProvider time)
{
    private const int MaxTasks = 6;

    private static readonly PaletteItem[] Pages =
    [
        new("Go to", "active", "Active tasks") { Href = "", Key = "g a" },
        new("Go to", "inbox", "Inbox") { Href = "inbox", Key = "g i" },
        new("Go to", "history", "History") { Href = "history", Key = "g h" },
        new("Go to", "schedules", "Schedules") { Href = "schedules", Key = "g d" },
        new("Go to", "nodes", "Nodes") { Href = "nodes", Key = "g n" },
        new("Go to", "audit", "Audit log") { Href = "audit" },
        new("Go to", "key", "API keys") { Href = "api-keys" },
        new("Go to", "bell", "Notifications") { Href = "notifications" },
        new("Go to", "start", "Start a task") { Href = "start", Key = "s" },
    ];

    private static readonly PaletteItem[] Commands =
    [
        new("Commands", "plus", "New schedule") { Href = "new-schedule" },
        new("Commands", "schedules", "Holiday calendars") { Href = "calendars" },
        new("Commands", "sun", "Change theme") { Press = "t", Key = "t" },
        new("Commands", "waiting", "Answer question") { Press = "a", Key = "a" },
        new("Commands", "rows", "Switch between cards and rows") { Press = "v", Key = "v" },
        new("Commands", "info", "Keyboard shortcuts") { Press = "?", Key = "?" },
    ];

    /// <summary>Finds matching items. The prefix ">" searches only commands, "@" the tasks of an owner, "#" those with a tag.</summary>
    /// <param name="text">The search text.</param>
    /// <param name="onScreen">The task on the current page, or null.</param>
    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string text, TaskSnapshot? onScreen)
    {
        var term = text.Trim();
        return term switch
        {
            ['>', .. var command] => [.. Allowed(Commands).Concat(OnScreen(onScreen)).Where(item => Has(item.Text, command))],
            ['@', .. var owner] =>
                await TasksAsync(new TaskQuery { Owner = owner.Trim() }, task => Has(task.Owner, owner)).ConfigureAwait(false),
            ['#', .. var tag] =>
                await TasksAsync(new TaskQuery { Tag = tag.Trim() }, task => task.Tags.Any(one => Has(one, tag))).ConfigureAwait(false),
            _ =>
            [
                .. await TasksAsync(
                    term.Length > 0 ? new TaskQuery { Text = term } : null,
                    task => Has($"{task.Name} {task.Label} {task.Id}", term)).ConfigureAwait(false),
                .. OnScreen(onScreen).Where(item => Has(item.Text, term)),
                .. Startable(term),
                .. Allowed(Pages.Concat(Commands)).Where(item => Has(item.Text, term)),
            ],
        };
    }

    /// <summary>The pages that the viewer may open.</summary>
    private IEnumerable<PaletteItem> Allowed(IEnumerable<PaletteItem> items) => items.Where(item => item.Href switch
    {
        "nodes" or "audit" or "new-schedule" => access.Person.IsAdmin,
        "start" => access.Person.Role != TaskRole.Viewer,
        _ => true,
    });

    private async Task<List<PaletteItem>> TasksAsync(TaskQuery? history, Func<TaskSnapshot, bool> matches)
    {
        var active = access.Active;
        var found = active.InProgress.Concat(active.UpNext).Concat(active.JustFinished).Where(matches).Take(MaxTasks).ToList();
        if (history is not null && found.Count < MaxTasks)
        {
            var older = await access.ListAsync(history with { Limit = MaxTasks }).ConfigureAwait(false);
            found.AddRange(older.Items.Where(task => found.TrueForAll(known => known.Id != task.Id)).Take(MaxTasks - found.Count));
        }

        return [.. found.Select(ToItem)];
    }

    private PaletteItem ToItem(TaskSnapshot task) => new("Tasks", TaskText.Key(task), TaskText.FullName(task))
    {
        Detail = TaskText.Outcome(task, access.Person.Name),
        End = task.FinishedAt is { } finished
            ? Formats.Ago(finished, time.GetUtcNow(), TimeZoneInfo.Utc)
            : Formats.Duration(task.Elapsed(time.GetUtcNow()) ?? TimeSpan.Zero),
        Href = $"task/{task.Id}",
    };

    private IEnumerable<PaletteItem> OnScreen(TaskSnapshot? task)
    {
        if (task is null)
        {
            yield break;
        }

        if (!access.Person.CanManage(task))
        {
            yield break;
        }

        if (!task.State.IsFinal())
        {
            yield return new PaletteItem("This task", "stop", $"Cancel {task.Name}")
            {
                Key = "c",
                Run = () => access.CancelAsync(task.Id),
            };
        }
        else if (task.State != TaskState.Succeeded)
        {
            yield return new PaletteItem("This task", "retry", $"Retry {task.Name}")
            {
                Key = "r",
                Run = () => access.RetryAsync(task.Id),
            };
        }
    }

    private IEnumerable<PaletteItem> Startable(string term) =>
        from definition in access.Definitions
        where Has(definition.Title, term) || Has(definition.Name, term)
        let usual = access.StatisticsOf(definition.Name).Percentile(0.5)
        select new PaletteItem("Start", "start", $"Start: {definition.Title}")
        {
            Href = $"start/{definition.Name}",
            End = usual is { } length ? $"usually {Formats.Duration(length)}" : null,
        };

    private static bool Has(string? text, string term) => text?.Contains(term.Trim(), StringComparison.OrdinalIgnoreCase) == true;
}
