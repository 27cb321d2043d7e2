using Microsoft.AspNetCore.Components.Forms;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>A control that uploads files and holds their tokens.</summary>
public abstract class UploadControl : FieldControl
{
    /// <summary>Where uploads go.</summary>
    [Inject]
    protected TaskAccess Access { get; set; } = default!;

    /// <summary>Whether an upload is under way.</summary>
    protected bool IsUploading { get; private set; }

    /// <summary>Why the last upload failed, or null if it did not.</summary>
    protected string? Problem { get; private set; }

    /// <summary>Uploads files and takes their tokens, those that were uploaded before one failed too.</summary>
    /// <param name="files">The files.</param>
    /// <param name="add">Takes one token.</param>
    protected async Task UploadAsync(IReadOnlyList<IBrowserFile> files, Func<string, Task> add)
    {
        (IsUploading, Problem) = (true, null);
        try
        {
            Problem = await FileUpload.SaveAsync(Access, files, add);
        }
        finally
        {
            IsUploading = false;
        }
    }
}
