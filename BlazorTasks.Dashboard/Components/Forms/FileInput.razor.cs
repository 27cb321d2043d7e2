using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>Uploads one file and holds its token.</summary>
public sealed partial class FileInput
{
    private bool _uploading;
    private string? _problem;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>The id of the control, for its label.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    /// <summary>The token of the file that was uploaded.</summary>
    [Parameter]
    public string? Token { get; set; }

    /// <summary>Called with the token of a new file, or null when the file was removed.</summary>
    [Parameter]
    public EventCallback<string?> TokenChanged { get; set; }

    /// <summary>The ids of its hint and message.</summary>
    [Parameter]
    public string? DescribedBy { get; set; }

    [Inject]
    private TaskMonitor Monitor { get; set; } = default!;

    private TaskFile? File => Monitor.Uploads.Find(Token);

    private async Task UploadAsync(InputFileChangeEventArgs change)
    {
        (_uploading, _problem) = (true, null);
        try
        {
            await using var content = change.File.OpenReadStream(Monitor.Uploads.MaxBytes + 1);
            await TokenChanged.InvokeAsync(await Monitor.Uploads.SaveAsync(change.File.Name, content, CancellationToken.None));
        }
        catch (IOException problem)
        {
            _problem = problem is { HResult: var code } && code != 0 ? problem.Message : "The file could not be uploaded. Try again.";
        }
        finally
        {
            _uploading = false;
        }
    }
}
