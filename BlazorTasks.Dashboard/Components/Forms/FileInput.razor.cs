using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>Uploads one file and holds its token.</summary>
public sealed partial class FileInput
{
    private bool _uploading;
    private string? _problem;

    [Inject]
    private TaskMonitor Monitor { get; set; } = default!;

    private TaskFile? File => Monitor.Uploads.Find(Text);

    private async Task UploadAsync(IBrowserFile? file)
    {
        if (file is null)
        {
            return;
        }

        (_uploading, _problem) = (true, null);
        try
        {
            await using var content = file.OpenReadStream(Monitor.Uploads.MaxBytes + 1);
            await SetAsync(await Monitor.Uploads.SaveAsync(file.Name, content, CancellationToken.None));
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
