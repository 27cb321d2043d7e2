using Microsoft.AspNetCore.Components.Web;

namespace BlazorTasks.Dashboard.Components.Logs;

public sealed partial class TaskLog
{
    private int _match = -1;
    private string? _goTo;
    private int _moves;

    /// <summary>The line number of the current match.</summary>
    private long? Found => _view is not null && _match >= 0 && _match < _view.Matches.Count ? _view.Matches[_match] : null;

    private string MatchText => _view!.Matches.Count == 0
        ? "No matches"
        : string.Create(CultureInfo.CurrentCulture, $"{_match + 1:N0} of {_view.Matches.Count:N0}");

    private async Task SearchAsync(string? search)
    {
        await ReadAsync(view => view.FilterAsync(view.Level, search, LogView.HasGaps(Task), Disposed));
        _match = -1;
        if (search is not null && _view!.Matches.Count > 0)
        {
            await GoToMatchAsync(1);
        }
    }

    private Task OnSearchKeyAsync(KeyboardEventArgs key) =>
        key.Key == "Enter" && _view?.Matches.Count > 0 ? GoToMatchAsync(key.ShiftKey ? -1 : 1) : System.Threading.Tasks.Task.CompletedTask;

    private async Task GoToMatchAsync(int step)
    {
        var count = _view!.Matches.Count;
        _match = _match < 0 ? (step > 0 ? 0 : count - 1) : (_match + step + count) % count;
        await GoToAsync(_view.IndexOf(_view.Matches[_match]));
    }

    private async Task GoToAsync(int row)
    {
        if (_following)
        {
            Stop();
        }

        _looksAt = row;
        await ReadRowsAsync();
        _goTo = string.Create(CultureInfo.InvariantCulture, $"{row} {++_moves}"); // rendered together with the rows
    }
}
