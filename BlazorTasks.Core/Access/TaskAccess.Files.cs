using BlazorTasks.Forms;

namespace BlazorTasks;

/// <content>Files. Their tokens cannot be guessed, and the file of a result is only found through its task.</content>
public sealed partial class TaskAccess
{
    /// <inheritdoc cref="UploadStore.MaxBytes" />
    public long MaxFileBytes => _monitor.Uploads.MaxBytes;

    /// <summary>Stores a file for an input.</summary>
    /// <inheritdoc cref="UploadStore.SaveAsync" />
    /// <exception cref="AccessDeniedException">They may not start tasks.</exception>
    public async Task<string> SaveFileAsync(string fileName, Stream content, CancellationToken cancellationToken = default)
    {
        Count(await OperatorAsync("upload files", KeyScopes.Start | KeyScopes.Answer).ConfigureAwait(false), RateLimitedAction.Upload);
        return await _monitor.Uploads.SaveAsync(fileName, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns an uploaded file by its token, or null.</summary>
    public TaskFile? FindFile(string? token) => Find(_monitor.Uploads, token);

    /// <summary>Deletes an uploaded file that was not used.</summary>
    public void RemoveFile(string? token) => _monitor.Uploads.Remove(token);

    /// <summary>Returns the file that a task returned by its token, or null.</summary>
    public TaskFile? FindResultFile(string? token) => Find(_monitor.ResultFiles, token);

    /// <summary>A page that mentions a file must not fail because the store is away.</summary>
    private static TaskFile? Find(UploadStore files, string? token)
    {
        try
        {
            return files.Find(token);
        }
        catch (DbException)
        {
            return null;
        }
    }

    /// <summary>Validates values against a form.</summary>
    public FormReading Read(FormSchema form, JsonElement? values)
    {
        ArgumentNullException.ThrowIfNull(form);
        return form.Read(values, _monitor.Uploads);
    }
}
