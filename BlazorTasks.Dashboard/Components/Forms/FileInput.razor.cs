using Microsoft.AspNetCore.Components.Forms;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>Uploads one file and holds its token.</summary>
public sealed partial class FileInput
{
    private TaskFile? File => Access.FindFile(Text);

    private Task ChooseAsync(IBrowserFile? file) => file is null ? Task.CompletedTask : UploadAsync([file], SetAsync);
}
