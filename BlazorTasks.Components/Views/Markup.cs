using System.Collections.Concurrent;
using System.Text.Encodings.Web;

namespace BlazorTasks.Components.Views;

/// <summary>
/// Parts of a task that seldom change, as markup: as elements and components they took most of the memory of a page
/// (docs/decisions/0006-pieces-without-components.md). User text is encoded here; no other class of this project builds markup.
/// </summary>
internal static class Markup
{
    private const int MaxHeads = 1_000;

    private static readonly ConcurrentDictionary<(string Name, string? Label, string State, string Key, string? Href), TaskHead> Heads =
        new();

    /// <summary>Name and state, at the top of a card. They do not change with progress, and pages that show the same share it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="viewer">Who looks at it.</param>
    /// <param name="href">Returns the address of the host's page for a task.</param>
    /// <param name="before">What is shown, which is returned if it has not changed.</param>
    public static TaskHead Head(TaskSnapshot task, Person? viewer, Func<TaskSnapshot, string?>? href, TaskHead? before)
    {
        var state = PromptText.Word(task, viewer);
        if (before is not null && (before.Name, before.Label, before.State) == (task.Name, task.Label, state))
        {
            return before;
        }

        var key = (task.Name, task.Label, state, TaskText.Key(task), href?.Invoke(task));
        if (Heads.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Heads.Count >= MaxHeads)
        {
            Heads.Clear(); // those that are shown are kept by their components
        }

        var name = LogText.CleanLine(task.Name);
        return Heads[key] = new TaskHead(task.Name, task.Label, state, new($"<div class=\"bt-head\">{Name(task, href).Value}"
            + $"<span class=\"bt-state\">{Icon.Of(TaskText.Key(task)).Value}{Text(state)}</span></div>"), $"Cancel: {name}");
    }

    /// <summary>When a task will end, or how long it took.</summary>
    public static MarkupString Time(string text) => new($"<span class=\"bt-time\">{Text(text)}</span>");

    /// <summary>Name and label, as a link if the host has a page for the task.</summary>
    public static MarkupString Name(TaskSnapshot task, Func<TaskSnapshot, string?>? href)
    {
        var label = task.Label is { } text ? $"<small class=\"bt-label\"> {Text(text)}</small>" : "";
        return href?.Invoke(task) is { } address
            ? new($"<a class=\"bt-name\" href=\"{HtmlEncoder.Default.Encode(address)}\" dir=\"auto\">{Text(task.Name)}{label}</a>")
            : new($"<span class=\"bt-name\" dir=\"auto\">{Text(task.Name)}{label}</span>");
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(LogText.CleanLine(text));
}

/// <summary>The top of a card, and what it was made of.</summary>
internal sealed record TaskHead(string Name, string? Label, string State, MarkupString Markup, string CancelLabel);
