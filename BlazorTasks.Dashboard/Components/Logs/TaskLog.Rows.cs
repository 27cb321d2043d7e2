namespace BlazorTasks.Dashboard.Components.Logs;

public sealed partial class TaskLog
{
    /// <summary>A line in its colours; during a search, only the matches are highlighted.</summary>
    private RenderFragment Content(LogRow row) => builder =>
    {
        if (_view?.Search is not null || row.Colours is not { } colours)
        {
            Marked(row.Text.Length > LogRow.MaxShown ? row.Text[..LogRow.MaxShown] : row.Text)(builder);
            return;
        }

        foreach (var (text, look) in colours)
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", look.Length == 0 ? null : look);
            builder.AddContent(2, text);
            builder.CloseElement();
        }
    };

    private RenderFragment Marked(string text) => builder =>
    {
        var pieces = LogRow.Split(text, _view?.Search);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i % 2 == 1)
            {
                builder.OpenElement(0, "mark");
                builder.AddContent(1, pieces[i]);
                builder.CloseElement();
            }
            else
            {
                builder.AddContent(2, pieces[i]);
            }
        }
    };

    private string ClassOf(LogRow row) => row switch
    {
        { Line: null } => "log-gap",
        _ when Found == row.Number => $"log-r log-here {LevelClass(row)}",
        _ => $"log-r {LevelClass(row)}",
    };

    /// <summary>The number of the attempt that starts at a row, or null.</summary>
    private int? AttemptBefore(int row)
    {
        if (row == 0 || _rows[row].Line is not { } line || _rows[row - 1].Line is not { } before)
        {
            return null;
        }

        return Attempts.LastOrDefault(attempt => attempt.At <= line.At && attempt.At > before.At)?.Attempt;
    }

    private static string? LevelClass(LogRow row) => row.Line!.Level switch
    {
        LogLevel.Warning => "log-warn",
        >= LogLevel.Error => "log-fail",
        _ => null,
    };

    private static string Space(int rows) => string.Create(CultureInfo.InvariantCulture, $"height:{Math.Max(0, rows) * 1.25:0.##}rem");
}
