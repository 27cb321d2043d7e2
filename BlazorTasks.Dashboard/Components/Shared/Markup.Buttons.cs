using BlazorTasks.Dashboard.Components.Cards;

namespace BlazorTasks.Dashboard.Components.Shared;

/// <content>The buttons of cards and rows, and the cells that they stand in.</content>
internal static partial class Markup
{
    private const int MaxOwnerCells = 1_000;

    private static readonly ConcurrentDictionary<(string, string), MarkupString> OwnerCells = new();

    /// <summary>The buttons of a task in a list, with shortcut and action as data attributes (cardActions.js).</summary>
    public static MarkupString Buttons(TaskSnapshot task, TaskAccess access) => new(Buttons(task, RightsOf(task, access)));

    private static string Buttons(TaskSnapshot task, (bool Manages, bool Starts) rights)
    {
        var name = Text(TaskText.FullName(task));
        var first = task switch
        {
            _ when !rights.Manages && task.State != TaskState.Succeeded => "",
            { State: TaskState.Cancelling } or { IsExternal: true, FinishedAt: not null } => "",
            { State: TaskState.Succeeded, Definition: not null } when !rights.Starts => "",
            { State: TaskState.Succeeded, Definition: { } definition } => StartLink(task, definition, $"aria-label=\"Run {name} again\""),
            { FinishedAt: not null } when !rights.Starts => "",
            { FinishedAt: not null, Definition: not null } =>
                Button(TaskAction.Retry, "r", ButtonClass.SmallOutlined, $"Retry {name}", $"{Icon.Of("retry").Value}Retry"),
            { FinishedAt: not null } => "",
            _ => Button(TaskAction.Cancel, "c", ButtonClass.SmallIcon, $"Cancel {name}", Icon.Of("stop").Value),
        };
        var dismiss = task.State.IsFinal() && rights.Manages
            ? Button(TaskAction.Dismiss, "e", ButtonClass.SmallIcon, $"Dismiss {name}", Icon.Of("close").Value) : "";
        return $"{first}{dismiss}{MenuButton(name)}";
    }

    /// <summary>The cell of a row with the task's name and label.</summary>
    public static MarkupString NameCell(TaskSnapshot task)
    {
        var label = task.Label is { } given ? $"<span class=\"faint cut\">{Text(given)}</span>" : "";
        return new($"<td class=\"cell-name\"><span class=\"line\"><a class=\"cut\" data-key=\"o\" href=\"task/{task.Id}\""
            + $" title=\"{Text(TaskText.FullName(task))}\">{Text(task.Name)}</a>{label}</span></td>");
    }

    /// <summary>The cell of a row with the task's owner. One piece for all rows and viewers, as long as there are few owners.</summary>
    public static MarkupString OwnerCell(string? owner, string name)
    {
        if (OwnerCells.Count >= MaxOwnerCells)
        {
            OwnerCells.Clear();
        }

        return OwnerCells.GetOrAdd((owner ?? "", name), _ => new($"<td class=\"fold-off mid-off\">{Owner(owner, name).Value}</td>"));
    }

    /// <summary>The last cells of a row of the history: end, duration, attempts and buttons.</summary>
    public static MarkupString HistoryCells(TaskSnapshot task, Viewer viewer, DateTimeOffset now)
    {
        var finished = Time(task.FinishedAt ?? task.CreatedAt, "ago", "Finished", now, viewer.TimeZone);
        var duration = task.Duration is { } took ? Formats.Duration(took) : "not started";
        return new($"<td class=\"faint fold-end\">{finished.Value}</td>"
            + $"<td class=\"num fold-off\">{Text(duration)}</td><td class=\"num fold-off mid-off\">{task.Attempt}</td>"
            + $"<td class=\"fold-off\"><span class=\"acts\">{HistoryButtons(task)}</span></td>");
    }

    private static string HistoryButtons(TaskSnapshot task)
    {
        var name = Text(TaskText.FullName(task));
        var edit = task.Definition is { } definition
            ? StartLink(task, definition, $"aria-label=\"Edit and run {name} again\"")
            : "";
        return $"{edit}{MenuButton(name)}";
    }

    /// <summary>Leads to the form with which the definition of a task is started, filled in as this task was.</summary>
    private static string StartLink(TaskSnapshot task, string definition, string label) =>
        $"<a class=\"{ButtonClass.SmallIcon}\" data-key=\"r\" href=\"start/{Text(definition)}?from={task.Id}\" {label}>"
        + $"{Icon.Of("retry").Value}</a>";

    private static string MenuButton(string name) =>
        $"<button type=\"button\" class=\"{ButtonClass.SmallIcon}\" data-act=\"{TaskAction.Menu}\""
        + $" aria-label=\"More actions for {name}\" aria-haspopup=\"menu\">{Icon.Of("more").Value}</button>";

    private static string Button(TaskAction action, string key, string look, string label, string content) =>
        $"<button type=\"button\" class=\"{look}\" data-key=\"{key}\" data-act=\"{action}\" aria-label=\"{label}\">{content}</button>";
}
