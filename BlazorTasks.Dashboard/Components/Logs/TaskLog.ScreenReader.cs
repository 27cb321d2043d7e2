using BlazorTasks.Dashboard.Components.Formatting;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Dashboard.Components.Logs;

public sealed partial class TaskLog
{
    private const int MostSpoken = 160;
    private static readonly TimeSpan DigestPause = TimeSpan.FromSeconds(2);

    private ITimer? _digestTimer;
    private string? _digest;
    private long _spokenTo;
    private bool _aloud;

    /// <summary>Says what came since it was last said: how many lines, how many of them errors, and the newest of the worst.</summary>
    internal static string Digest(IReadOnlyList<LogRow> rows, long count)
    {
        var errors = rows.Where(row => row.Line?.Level >= LogLevel.Error).ToList();
        var told = errors.Count > 0 ? errors[^1] : rows[^1];
        var text = told.Text.Length > MostSpoken ? told.Text[..MostSpoken] + "…" : told.Text;
        return $"{Formats.Count(count, "line", "lines")}{(errors.Count > 0 ? $", {Formats.Count(errors.Count, "error", "errors")}" : null)}: {text}";
    }

    private void ReadAloud(bool isOn)
    {
        _aloud = isOn;
        _digest = null;
        _spokenTo = _view?.Last ?? 0;
        _digestTimer?.Dispose();
        _digestTimer = _aloud ? Time.CreateTimer(_ => _ = InvokeAsync(SpeakAsync), null, DigestPause, DigestPause) : null;
    }

    private async Task SpeakAsync()
    {
        if (Disposed.IsCancellationRequested || _view is not { } view || view.Last <= _spokenTo)
        {
            return;
        }

        var count = view.Last - _spokenTo;
        var first = Math.Max(_spokenTo + 1, view.Last - LogView.MostHeld + 1);
        _spokenTo = view.Last;
        var rows = LogRow.Of(await Monitor.ReadLogAsync(Task.Id, first, LogView.MostHeld, Disposed), first, _spokenTo).Where(row => row.Line is not null).ToList();
        if (rows.Count > 0)
        {
            _digest = Digest(rows, count);
            StateHasChanged();
        }
    }
}
