namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>Toasts for the outcome of the viewer's own actions and tasks.</summary>
internal sealed class Toaster(ISnackbar snackbars, Viewer viewer)
{
    private const int Short = 6_000;
    private const int UntilClosed = int.MaxValue;

    private readonly List<Snackbar> _tasks = [];

    /// <summary>Shows the message of a rejected command; the effect of an accepted one is visible on the task.</summary>
    public async Task ShowIfRejectedAsync(Task<CommandResult> command)
    {
        if (await command is { IsAccepted: false } rejected)
        {
            Notice(rejected.Message);
        }
    }

    /// <summary>Does what the viewer wanted, or shows why it was rejected.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> command)
    {
        try
        {
            await command();
            return true;
        }
        catch (Exception rejected) when (ErrorText.IsRejection(rejected))
        {
            Notice(ErrorText.Of(rejected));
            return false;
        }
    }

    /// <summary>Shows that a task of the viewer has finished. A failure stays until it is closed.</summary>
    public void Ended(TaskSnapshot task)
    {
        var outcome = TaskText.Outcome(task, viewer.Person.Name);
        var text = outcome.Length > 0 ? $"{TaskText.Word(task)}: {outcome}" : TaskText.Word(task);
        ShowTask(task, text, "Open task", task.State is TaskState.Failed or TaskState.Interrupted ? UntilClosed : Short);
    }

    /// <summary>Shows that a task has a question for the viewer.</summary>
    public void Asked(TaskSnapshot task) =>
        ShowTask(task, task.Prompt is { } prompt ? PromptText.Short(task, prompt, viewer.Person) : null, "Answer", Short);

    /// <summary>
    /// Whether the viewer looks at news of tasks in a list. Meanwhile there are no toasts about tasks, which would cover it.
    /// </summary>
    public bool IsListOpen
    {
        get;
        set
        {
            field = value;
            _tasks.ForEach(snackbars.Remove);
            _tasks.Clear();
        }
    }

    /// <summary>Shows a message.</summary>
    public void Notice(string text) => Show(builder =>
    {
        builder.OpenElement(0, "p");
        builder.AddAttribute(1, "class", "toast-text");
        builder.AddContent(2, text);
        builder.CloseElement();
    }, Short);

    private void ShowTask(TaskSnapshot task, string? text, string link, int duration)
    {
        if (IsListOpen)
        {
            return;
        }

        _tasks.RemoveAll(toast => !snackbars.ShownSnackbars.Contains(toast));
        var shown = Show(builder =>
        {
            builder.OpenComponent<TaskToast>(0);
            builder.AddComponentParameter(1, nameof(TaskToast.Task), task);
            builder.AddComponentParameter(2, nameof(TaskToast.Text), text);
            builder.AddComponentParameter(3, nameof(TaskToast.Link), link);
            builder.CloseComponent();
        }, duration);
        if (shown is not null)
        {
            _tasks.Add(shown);
        }
    }

    private Snackbar? Show(RenderFragment content, int duration) =>
        snackbars.Add(content, Severity.Normal, options =>
        {
            options.HideIcon = true;
            options.ShowCloseIcon = true;
            options.RequireInteraction = duration == UntilClosed;
            options.VisibleStateDuration = duration;
            options.ShowTransitionDuration = options.HideTransitionDuration = 0;
        });
}
