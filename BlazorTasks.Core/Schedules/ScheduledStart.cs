using BlazorTasks.Definitions;
using BlazorTasks.Execution;

namespace BlazorTasks.Schedules;

/// <summary>Starts the tasks of schedules.</summary>
internal sealed class ScheduledStart(TaskStarter starter, IdempotencyKeys keys, TaskCatalog catalog)
{
    /// <summary>Starts the task of an occurrence and moves the schedule on, in one transaction.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="due">The due time.</param>
    /// <param name="moved">The schedule as it is after that.</param>
    /// <exception cref="TaskStoreException">Someone else changed the schedule in the meantime. Nothing is stored.</exception>
    public async Task FireAsync(Schedule schedule, DateTimeOffset due, Schedule moved)
    {
        var (created, definition) = Created(schedule, due);
        await StoreAsync(created with { Moved = moved }, Work(schedule, definition)).ConfigureAwait(false);
    }

    /// <summary>Asks a person about missed runs, and moves the schedule on, in one transaction.</summary>
    public async Task AskAsync(Schedule schedule, IReadOnlyList<DateTimeOffset> missed, Schedule moved)
    {
        var definition = catalog.Find(MissedRuns.Definition)!;
        var created = new TaskCreated(definition.Title)
        {
            Definition = definition.Name,
            Label = schedule.Settings.Title ?? schedule.Id,
            Owner = schedule.Settings.Owner,
            Schedule = null, // it must not count as a run
            MaxAttempts = 1,
            Input = JsonSerializer.SerializeToElement(new { schedule = schedule.Id, due = missed }, TaskJson.Options),
            Moved = moved,
        };
        await StoreAsync(created, definition.ToWork(created.Input)).ConfigureAwait(false);
    }

    /// <summary>Starts a task out of turn. The schedule is not moved.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="due">The due time, or the current time.</param>
    /// <param name="by">The person who runs it, or null for an occurrence that was missed, which is started at most once.</param>
    public async Task<MonitoredTask> RunAsync(Schedule schedule, DateTimeOffset due, string? by)
    {
        var (created, definition) = Created(schedule, due);
        created = created with
        {
            RunBy = by,
            IdempotencyKey = by is null ? string.Create(CultureInfo.InvariantCulture, $"schedule {schedule.Id} {due:O}") : null,
            Fingerprint = by is null ? schedule.Id : null,
        };
        return await keys.StartOnceAsync(
            created,
            () => starter.StartAsync<object?>(created, Work(schedule, definition))).ConfigureAwait(false);
    }

    /// <summary>Starts a task and waits for the store as long as it takes, because the schedule moves on with it.</summary>
    private Task StoreAsync(TaskCreated created, TaskWork work)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        starter.Start<object?>(created, work, committed);
        return committed.Task;
    }

    private (TaskCreated Created, TaskDefinition Definition) Created(Schedule schedule, DateTimeOffset due)
    {
        var settings = schedule.Settings;
        var definition = catalog.Find(settings.Definition)
            ?? throw new ArgumentException(catalog.WhyMissing(settings.Definition), nameof(schedule));
        var input = settings.Input ?? JsonElement.Parse("{}");
        var created = new TaskCreated(Text.Truncate(definition.Title, Text.MaxName))
        {
            Definition = definition.Name,
            Label = definition.LabelOf(input),
            Owner = settings.Owner,
            Tags = settings.Tags,
            Priority = settings.Priority,
            MaxAttempts = settings.MaxAttempts ?? definition.Policy.MaxAttempts,
            Input = input,
            Schedule = schedule.Id,
            DueAt = due.ToMicros(),
        };
        return (created, definition);
    }

    private static TaskWork Work(Schedule schedule, TaskDefinition definition) => definition.ToWork(
        schedule.Settings.Input ?? JsonElement.Parse("{}"),
        definition.Policy with
        {
            Timeout = schedule.Settings.Timeout ?? definition.Policy.Timeout,
            MaxAttempts = schedule.Settings.MaxAttempts ?? definition.Policy.MaxAttempts,
        });
}
