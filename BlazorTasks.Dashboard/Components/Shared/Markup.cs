using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using BlazorTasks.Dashboard.Components.Prompts;
using BlazorTasks.Dashboard.Components.Tasks;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>
/// The small pieces of which every card and row has several, each as one piece of markup: as components they were three
/// quarters of what an open dashboard weighs (docs/decisions/0006-pieces-without-components.md). Text from people is
/// encoded here; there is no other place that makes markup.
/// </summary>
internal static class Markup
{
    private static readonly ConcurrentDictionary<(string, bool), MarkupString> Badges = new();

    /// <summary>Icon and word of a task's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="me">Who looks: a task that waits says whether it waits for them.</param>
    /// <param name="pill">A pill, as in cards and headers; without it icon and word, as in tables.</param>
    public static MarkupString Badge(TaskSnapshot task, Person? me, bool pill = false)
    {
        var key = TaskWords.Key(task);
        return task.State == TaskState.Waiting ? MakeBadge(key, PromptWords.State(task, me), pill)
            : task.Warnings > 0 ? MakeBadge(key, TaskWords.Word(task), pill) : Badges.GetOrAdd((key, pill), _ => MakeBadge(key, TaskWords.Word(task), pill));
    }

    private static MarkupString MakeBadge(string key, string word, bool pill) =>
        new($"<span class=\"state{(pill ? " state-pill" : "")}\" data-state=\"{key}\">{Icon.Of(key).Value}{Text(word)}</span>");

    /// <summary>One or two letters for an owner; a terminal for the program itself.</summary>
    public static MarkupString Avatar(string? owner) =>
        new($"<span class=\"avatar\" aria-hidden=\"true\">{(owner is null ? Icon.Of("term").Value : Text(TaskWords.Initials(owner == Viewer.LocalName ? "You" : owner)))}</span>");

    /// <summary>A time that counts by itself: the page's script moves it on each second, without asking the server.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="mode">"ago" says how long ago it was, "elapsed" counts up from it, "until" counts down to it.</param>
    /// <param name="says">What the exact time means, such as "Started".</param>
    /// <param name="now">The time now.</param>
    /// <param name="zone">The person's time zone.</param>
    public static MarkupString Time(DateTimeOffset at, string mode, string? says, DateTimeOffset now, TimeZoneInfo zone)
    {
        var text = mode switch
        {
            "elapsed" => Words.Duration(now - at),
            "until" => Words.Until(at, now),
            _ => Words.Ago(at, now, zone),
        };
        var exact = says is null ? Words.Exact(at, zone) : $"{says} {Words.Exact(at, zone)}";
        return new(string.Create(CultureInfo.InvariantCulture, $"<time datetime=\"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\" data-tick=\"{mode}\" title=\"{Text(exact)}\">{Text(text)}</time>"));
    }

    /// <summary>The newest line of a log, on a card.</summary>
    public static MarkupString CardLine(DateTimeOffset? at, string line, TimeZoneInfo zone)
    {
        var clean = Text(LogText.Clean(line));
        return new($"<div class=\"card-log\" title=\"{clean}\" dir=\"ltr\"><span>{at?.ToClock(zone)}</span><b class=\"cut\">{clean}</b></div>");
    }

    /// <summary>The last line of a card: whose it is, since when, which attempt or where.</summary>
    public static MarkupString CardFoot(TaskSnapshot task, DateTimeOffset now, TimeZoneInfo zone)
    {
        const string Dot = "<span class=\"dot\"></span>";
        var when = task switch
        {
            { FinishedAt: { } finished } => $"<span>took {Text(Words.Duration(task.Elapsed(finished) ?? TimeSpan.Zero))}</span>{Dot}{Time(finished, "ago", "Finished", now, zone).Value}",
            { StartedAt: { } started } => Time(started, "elapsed", "Started", now, zone).Value,
            _ => $"<span>waiting for {Time(task.QueuedAt ?? task.CreatedAt, "elapsed", "Queued", now, zone).Value}</span>",
        };
        var where = task.MaxAttempts > 1 ? $"{Dot}<span class=\"nowrap\">attempt {Math.Max(1, task.Attempt)} of {task.MaxAttempts}</span>"
            : task.Node is { } node ? $"{Dot}<span class=\"cut\">{Text(node)}</span>"
            : "";
        return new($"<div class=\"card-foot\">{Avatar(task.Owner).Value}<span class=\"cut\">{Text(TaskWords.OwnerName(task.Owner))}</span>{Dot}{when}{where}</div>");
    }

    /// <summary>Numbers as bars, the newest last and strongest. Decoration: the number itself stands beside it.</summary>
    public static MarkupString Bars(IReadOnlyList<int> values)
    {
        var most = Math.Max(1, values.Max());
        var bars = values.Select((value, i) => (Height: 2 + (28.0 * value / most), X: i * 8, IsNewest: i == values.Count - 1)).Select(bar => string.Create(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{bar.X}\" y=\"{34 - bar.Height:0.#}\" width=\"6\" height=\"{bar.Height:0.#}\" rx=\"1\" fill=\"var(--mark)\"{(bar.IsNewest ? "" : " opacity=\".38\"")} />"));
        return new($"<svg class=\"tile-g wide-only\" viewBox=\"0 0 96 36\" aria-hidden=\"true\">{string.Concat(bars)}</svg>");
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
