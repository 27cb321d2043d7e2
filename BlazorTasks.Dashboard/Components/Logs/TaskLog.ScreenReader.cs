namespace BlazorTasks.Dashboard.Components.Logs;

public sealed partial class TaskLog
{
    private const int MaxSpoken = 160;
    private static readonly TimeSpan DigestPause = TimeSpan.FromSeconds(2);

    private ITimer? _digestTimer;
    private string? _digest;
    private long _spokenTo;
    private bool _isReadAloud;

    /// <summary>Summarizes new lines: the number of lines and errors, and the newest error or line.</summary>
    internal static string Digest(IReadOnlyList<LogRow> rows, long count)
    {
        var errors = rows.Where(row => row.Line?.Level >= LogLevel.Error).ToList();
        var newest = errors.Count > 0 ? errors[^1] : rows[^1];
        var text = newest.Text.Length > MaxSpoken ? newest.Text[..MaxSpoken] + "…" : newest.Text;
        var failed = errors.Count > 0 ? $", {Formats.Count(errors.Count, "error", "errors")}" : null;
        return $"{Formats.Count(count, "line", "lines")}{failed}: {text}";
    }

    private void ReadAloud(bool isOn)
    {
        _isReadAloud = isOn;
        _digest = null;
        _spokenTo = _view?.Last ?? 0;
        _digestTimer?.Dispose();
        _digestTimer = _isReadAloud ? Time.CreateTimer(_ => _ = InvokeAsync(SpeakAsync), null, DigestPause, DigestPause) : null;
    }

    private async Task SpeakAsync()
    {
        if (Disposed.IsCancellationRequested || _view is not { } view || view.Last <= _spokenTo)
        {
            return;
        }

        var count = view.Last - _spokenTo;
        var first = Math.Max(_spokenTo + 1, view.Last - LogView.MaxHeld + 1);
        _spokenTo = view.Last;
        var chunks = await Access.ReadLogAsync(Task.Id, first, LogView.MaxHeld, Disposed);
        var rows = LogRow.Of(chunks, first, _spokenTo).Where(row => row.Line is not null).ToList();
        if (rows.Count > 0)
        {
            _digest = Digest(rows, count);
            StateHasChanged();
        }
    }
}
