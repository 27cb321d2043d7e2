using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;

namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>
/// Small parts of cards and rows as markup: as components they took three quarters of the memory of an open dashboard
/// (docs/decisions/0006-pieces-without-components.md). User text is encoded here; no other class builds markup.
/// </summary>
internal static partial class Markup
{
    private static readonly ConcurrentDictionary<(string, bool), MarkupString> Badges = new();
    private static readonly ConditionalWeakTable<TaskSnapshot, string> CardHeads = [];
    private static readonly ConditionalWeakTable<TaskSnapshot, string> CardHeadsWithoutActions = [];
    private static readonly ConditionalWeakTable<TaskSnapshot, CachedFooter> CardFeet = [];
    private static readonly ConditionalWeakTable<IReadOnlyList<int>, string> Drawn = [];

    /// <summary>Icon and name of a task's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="me">The viewer: a waiting task shows whether it waits for them.</param>
    /// <param name="pill">Whether to render a pill, as in cards and headers, instead of icon and text, as in tables.</param>
    public static MarkupString Badge(TaskSnapshot task, Person? me, bool pill = false)
    {
        var key = TaskText.Key(task);
        return task.State == TaskState.Waiting || task.Warnings > 0
            ? MakeBadge(key, PromptText.Word(task, me), pill)
            : Badges.GetOrAdd((key, pill), _ => MakeBadge(key, TaskText.Word(task), pill));
    }

    private static MarkupString MakeBadge(string key, string word, bool pill) =>
        new($"<span class=\"state{(pill ? " state-pill" : "")}\" data-state=\"{key}\">{Icon.Of(key).Value}{Text(word)}</span>");

    /// <summary>The initials of an owner; a terminal icon for the application.</summary>
    public static MarkupString Avatar(string? owner) =>
        new($"<span class=\"avatar\" aria-hidden=\"true\">{(owner is null ? Icon.Of("term").Value : InitialsOf(owner))}</span>");

    /// <summary>Who answered a question, or why no one did.</summary>
    public static MarkupString Mark(PromptOutcome outcome) => outcome.By is { } by
        ? Avatar(by)
        : Icon.Of(outcome.Closing is null ? "waiting" : outcome.IsLate ? "stale" : "declined");

    /// <summary>The initials and the name of an owner, in a row.</summary>
    public static MarkupString Owner(string? owner, string name) =>
        new($"<span class=\"line\">{Avatar(owner).Value}<span class=\"cut\">{Text(name)}</span></span>");

    private static string InitialsOf(string owner) => Text(TaskText.Initials(owner == Person.Local.Id ? "You" : owner));

    /// <summary>A relative time, updated each second in the browser without a server call.</summary>
    /// <param name="at">The time.</param>
    /// <param name="mode">"ago" for the time since, "elapsed" for a duration that counts up, "until" for a countdown.</param>
    /// <param name="says">The label of the exact time, such as "Started".</param>
    /// <param name="now">The current time.</param>
    /// <param name="zone">The viewer's time zone.</param>
    public static MarkupString Time(DateTimeOffset at, string mode, string? says, DateTimeOffset now, TimeZoneInfo zone)
    {
        var text = mode switch
        {
            "elapsed" => Formats.Duration(now - at),
            "until" => Formats.Until(at, now),
            _ => Formats.Ago(at, now, zone),
        };
        var exact = says is null ? Formats.Exact(at, zone) : $"{says} {Formats.Exact(at, zone)}";
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return new($"<time datetime=\"{utc}\" data-tick=\"{mode}\" title=\"{Text(exact)}\">{Text(text)}</time>");
    }

    /// <summary>
    /// The header of a card: state, buttons, name. Cached per snapshot for all viewers with all or none of the rights, except
    /// for waiting tasks.
    /// </summary>
    public static MarkupString CardHead(TaskSnapshot task, TaskAccess access)
    {
        var rights = RightsOf(task, access);
        return new((task.State, rights) switch
        {
            (not TaskState.Waiting, (true, true)) => CardHeads.GetValue(task, static shown => MakeCardHead(shown, null, (true, true))),
            (not TaskState.Waiting, (false, false)) =>
                CardHeadsWithoutActions.GetValue(task, static shown => MakeCardHead(shown, null, (false, false))),
            _ => MakeCardHead(task, access.Person, rights),
        });
    }

    /// <summary>Whether the viewer may change a task, and start its definition again.</summary>
    private static (bool Manages, bool Starts) RightsOf(TaskSnapshot task, TaskAccess access) => access.Person.IsAdmin
        ? (true, true)
        : (access.Person.CanManage(task),
            access.Person.Role != TaskRole.Viewer && (task.Definition is not { } name || access.FindDefinition(name) is not null));

    /// <summary>The newest log line on a card.</summary>
    public static MarkupString CardLine(DateTimeOffset? at, string line, TimeZoneInfo zone)
    {
        var clean = Text(LogText.Clean(line));
        return new($"<div class=\"card-log\" title=\"{clean}\" dir=\"ltr\">"
            + $"<span>{at?.ToClock(zone)}</span><b class=\"cut\">{clean}</b></div>");
    }

    /// <summary>The footer of a card: owner, time, attempt or node. Cached for one second, for all viewers.</summary>
    public static MarkupString CardFoot(TaskSnapshot task, string owner, DateTimeOffset now, TimeZoneInfo zone)
    {
        var second = now.ToUnixTimeSeconds();
        if (!CardFeet.TryGetValue(task, out var foot)
            || foot.Second != second || foot.Owner != owner || !ReferenceEquals(foot.Zone, zone))
        {
            CardFeet.AddOrUpdate(task, foot = new CachedFooter(second, owner, zone, MakeCardFoot(task, owner, now, zone)));
        }

        return new(foot.Text);
    }

    private static string MakeCardFoot(TaskSnapshot task, string owner, DateTimeOffset now, TimeZoneInfo zone)
    {
        const string Dot = "<span class=\"dot\"></span>";
        var when = task switch
        {
            { FinishedAt: { } finished } => $"<span>took {Text(Formats.Duration(task.Elapsed(finished) ?? TimeSpan.Zero))}</span>"
                + $"{Dot}{Time(finished, "ago", "Finished", now, zone).Value}",
            { StartedAt: { } started } => Time(started, "elapsed", "Started", now, zone).Value,
            _ => $"<span>waiting for {Time(task.QueuedAt ?? task.CreatedAt, "elapsed", "Queued", now, zone).Value}</span>",
        };
        var attempt = Math.Max(1, task.Attempt);
        var where = task.Schedule is { } schedule ? $"{Dot}{ScheduleLink(schedule, task.DueAt, zone)}"
            : task.MaxAttempts > 1 ? $"{Dot}<span class=\"nowrap\">attempt {attempt} of {task.MaxAttempts}</span>"
            : task.Node is { } node ? $"{Dot}<span class=\"cut\">{Text(node)}</span>"
            : "";
        var avatar = Avatar(task.Owner is null ? null : owner).Value;
        return $"<div class=\"card-foot\">{avatar}<span class=\"cut\">{Text(owner)}</span>{Dot}{when}{where}</div>";
    }

    /// <summary>The schedule that started a task, with its due time on hover.</summary>
    private static string ScheduleLink(string schedule, DateTimeOffset? due, TimeZoneInfo zone)
    {
        var title = $"Started by the schedule {LogText.CleanLine(schedule)}{(due is { } at ? $", due {Formats.Exact(at, zone)}" : "")}";
        return $"<a class=\"card-by cut\" href=\"schedules/{Uri.EscapeDataString(schedule)}\" title=\"{Text(title)}\">"
            + $"{Icon.Of("schedules", "i-s").Value}{Text(LogText.CleanLine(schedule))}</a>";
    }

    /// <summary>A bar chart, the newest value last and emphasized. Decorative: the number itself is beside it.</summary>
    public static MarkupString Bars(IReadOnlyList<int> values) => new(Drawn.GetValue(values, static values => MakeBars(values)));

    private static string MakeBars(IReadOnlyList<int> values)
    {
        var max = Math.Max(1, values.Max());
        var bars = values.Select((value, i) => MakeBar(i * 8, 2 + (28.0 * value / max), i == values.Count - 1));
        return $"<svg class=\"tile-g wide-only\" viewBox=\"0 0 96 36\" aria-hidden=\"true\">{string.Concat(bars)}</svg>";
    }

    private static string MakeBar(int x, double height, bool isNewest) => string.Create(
        CultureInfo.InvariantCulture,
        $"<rect x=\"{x}\" y=\"{34 - height:0.#}\" width=\"6\" height=\"{height:0.#}\" rx=\"1\" "
        + $"{(isNewest ? "" : Faded)}fill=\"var(--mark)\" />");

    private const string Faded = "opacity=\".38\" ";

    private static string MakeCardHead(TaskSnapshot task, Person? me, (bool Manages, bool Starts) rights)
    {
        var label = task.Label is { } given ? $" <small>{Text(given)}</small>" : "";
        return $"<div class=\"card-top\">{Badge(task, me, pill: true).Value}<span class=\"act\">{Buttons(task, rights)}</span></div>"
            + $"<a class=\"card-name cut\" id=\"t-{task.Id}\" data-key=\"o\" href=\"task/{task.Id}\""
            + $" title=\"{Text(TaskText.FullName(task))}\">{Text(task.Name)}{label}</a>";
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private sealed record CachedFooter(long Second, string Owner, TimeZoneInfo Zone, string Text);
}
