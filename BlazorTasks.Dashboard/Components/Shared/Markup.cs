using System.Globalization;
using System.Text.Encodings.Web;
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
    /// <summary>Icon and word of a task's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="pill">A pill, as in cards and headers; without it icon and word, as in tables.</param>
    public static MarkupString Badge(TaskSnapshot task, bool pill = false)
    {
        var key = TaskWords.Key(task);
        return new($"<span class=\"state{(pill ? " state-pill" : "")}\" data-state=\"{key}\">{Icon.Of(key).Value}{Text(TaskWords.Word(task))}</span>");
    }

    /// <summary>A bar with its number, in the colour of the task's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="large">The thick bar of the task page.</param>
    public static MarkupString Progress(TaskSnapshot task, bool large = false)
    {
        var held = task.State is TaskState.Waiting or TaskState.Backoff or TaskState.Cancelling || task.State.IsFinal();
        var (value, bar, number) = task.Progress is { } progress
            ? ($"aria-valuenow=\"{Math.Floor(progress)}\"", string.Create(CultureInfo.InvariantCulture, $"<span class=\"prog-fill\" style=\"width:{progress:0.#}%\"></span>"), $"<span class=\"prog-n\">{Text(Words.Percent(progress))}</span>")
            : ("aria-valuetext=\"Working, amount unknown\"", held ? "" : "<span class=\"prog-any\"></span>", "");
        return new($"<div class=\"prog{(large ? " prog-l" : "")}{(held ? " prog-held" : "")}\" data-state=\"{TaskWords.Key(task)}\"><div class=\"prog-track\" role=\"progressbar\" aria-label=\"{Text(task.Name)}\" aria-valuemin=\"0\" aria-valuemax=\"100\" {value}>{bar}</div>{number}</div>");
    }

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
