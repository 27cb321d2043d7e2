using BlazorTasks.Dashboard.Components.Shared;
using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>One task: how far it is, what it did, what it wrote, what came of it.</summary>
public sealed partial class TaskDetailPage
{
    private TaskId _id;
    private TaskSnapshot? _task;
    private TaskDetails? _details;
    private long _storySeq = -1;

    /// <summary>The task's id.</summary>
    [Parameter]
    public string? Id { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private Toaster Toaster { get; set; } = default!;

    private IReadOnlyList<TaskEvent> Story => _details?.Story ?? [];

    private string TabTitle => _task switch
    {
        { State: TaskState.Running, Progress: { } progress } => $"{Words.Percent(progress)} {_task.Name}",
        { } task => $"{Tasks.TaskWords.Word(task)}: {task.Name}",
        null => "Not found",
    };

    private FormSchema Form => (_task?.Definition is { } name ? Monitor.Definitions.Find(name)?.Form : null) ?? FormSchema.Empty;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (TaskId.TryParse(Id, null, out var id) && id != _id)
        {
            (_id, _task, _details, _storySeq) = (id, null, null, -1);
            RefreshSoon();
        }
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) => frame.Changed.ContainsKey(_id);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        if (!TaskId.TryParse(Id, null, out _id))
        {
            return;
        }

        var task = await Monitor.GetAsync(_id, Disposed);
        if (task is not null && task.Seq != _storySeq)
        {
            _details = await Monitor.ReadAsync(_id, Disposed);
            _storySeq = task.Seq;
        }

        _task = task;
    }

    private async Task CancelAsync() => Toaster.Tell(await Monitor.CancelAsync(_id, await Viewer.NameAsync()));
}
