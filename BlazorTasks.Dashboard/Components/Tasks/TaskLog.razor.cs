using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace BlazorTasks.Dashboard.Components.Tasks;

/// <summary>The log of one task.</summary>
public sealed partial class TaskLog
{
    private ElementReference _box;
    private Virtualize<Row>? _view;
    private long _lines;
    private bool _following = true;
    private bool _grown;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    [Inject]
    private IOptions<BlazorTasksOptions> Options { get; set; } = default!;

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) => frame.Changed.TryGetValue(Task.Id, out var task) && task.LogLines != _lines;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _lines = (await Monitor.GetAsync(Task.Id, Disposed))?.LogLines ?? 0;
        if (_view is not null)
        {
            await _view.RefreshDataAsync();
        }

        _grown = true;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_grown && _following)
        {
            _grown = false;
            await JS.InvokeVoidAsync("blazorTasks.scrollToEnd", Disposed, _box);
        }
    }

    private async ValueTask<ItemsProviderResult<Row>> ReadAsync(ItemsProviderRequest request)
    {
        var rows = new List<Row>(request.Count);
        var dropped = 0L;
        foreach (var chunk in await Monitor.ReadLogAsync(Task.Id, request.StartIndex + 1, request.Count, request.CancellationToken))
        {
            dropped += chunk.Dropped;
            for (var i = 0; i < chunk.Lines.Count; i++)
            {
                rows.Add(new Row(chunk.FirstLine + i, chunk.Lines[i], dropped));
                dropped = 0;
            }
        }

        var first = rows.FindIndex(row => row.Number > request.StartIndex);
        return new ItemsProviderResult<Row>(first < 0 ? [] : rows.Skip(first).Take(request.Count), (int)_lines);
    }

    private void ToggleFollow()
    {
        _following = !_following;
        _grown = true;
    }

    private async Task OnScrolledAsync() => _following = await JS.InvokeAsync<bool>("blazorTasks.isAtEnd", Disposed, _box);

    private static string LevelOf(LogLine line) => line.Level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    private static string? ClassOf(LogLine line) => line.Level switch
    {
        LogLevel.Warning => "log-warn",
        >= LogLevel.Error => "log-fail",
        _ => null,
    };

    private sealed record Row(long Number, LogLine Line, long Dropped);
}
