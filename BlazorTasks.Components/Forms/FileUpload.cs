using Microsoft.AspNetCore.Components.Forms;

namespace BlazorTasks.Components.Forms;

/// <summary>Uploads files that somebody chose in the browser.</summary>
internal static class FileUpload
{
    /// <summary>Uploads files, those before one that fails too.</summary>
    /// <param name="access">What the person may do.</param>
    /// <param name="files">The files.</param>
    /// <param name="add">Takes the token of one.</param>
    /// <returns>Why not all of them were uploaded, for people; null when all were.</returns>
    public static async Task<string?> SaveAsync(TaskAccess access, IReadOnlyList<IBrowserFile> files, Func<string, Task> add)
    {
        try
        {
            foreach (var file in files)
            {
                await using var content = file.OpenReadStream(access.MaxFileBytes + 1);
                await add(await access.SaveFileAsync(file.Name, content, CancellationToken.None));
            }

            return null;
        }
        catch (IOException problem)
        {
            return problem is { HResult: var code } && code != 0 ? problem.Message : "The file could not be uploaded. Try again.";
        }
        catch (AccessDeniedException rejected)
        {
            return rejected.Message;
        }
    }
}
