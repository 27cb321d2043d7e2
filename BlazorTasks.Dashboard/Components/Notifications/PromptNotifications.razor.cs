using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Prompts;

namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>Watches for questions that the viewer may answer.</summary>
public sealed partial class PromptNotifications
{
    private const int MaxAtOnce = 3;

    private HashSet<(TaskId, string)>? _known;
    private int _count;

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) =>
        OpenPrompts.Count(Access.Active, Viewer.Person) != _count || frame.Changed.Values.Any(task => task.AsksSomething);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        var open = OpenPrompts.For(Access.Active, Viewer.Person).ToList();
        var arrived = _known is null ? [] : open.Where(task => !_known.Contains(IdOf(task))).ToList(); // the first ones are on the page
        _known = [.. open.Select(IdOf)];
        _count = open.Count;
        try
        {
            await JS.InvokeVoidAsync("blazorTasks.questions", open.Count);
            foreach (var task in arrived.Take(MaxAtOnce))
            {
                await NotifyAsync(task);
            }
        }
        catch (JSDisconnectedException)
        {
            // the page was closed
        }
    }

    private async Task NotifyAsync(TaskSnapshot task)
    {
        var question = PromptText.Short(task, task.Prompt!, Viewer.Person);
        if (Navigation.ToBaseRelativePath(Navigation.Uri).Split('?')[0] is var page && page != "inbox" && page != $"task/{task.Id}")
        {
            Toaster.Asked(task);
        }

        await LiveRegion.SayAsync($"{Named(task)} asks: {question}", task.Id.ToString());
        await JS.InvokeVoidAsync("blazorTasks.notify", Named(task), question, $"task/{task.Id}");
    }

    private static string Named(TaskSnapshot task) => LogText.CleanLine(TaskText.FullName(task));

    private static (TaskId, string) IdOf(TaskSnapshot task) => (task.Id, task.Prompt!.Id);
}
