namespace BlazorTasks.App.Hosting;

/// <summary>The directory for all persistent data: history, keys, uploads and the data of the samples.</summary>
internal sealed class DataFolder
{
    private DataFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>
    /// Gets the directory of the data protection keys. They must survive restarts, or every restart would sign everyone out.
    /// </summary>
    public DirectoryInfo Keys => new(File("keys"));

    /// <summary>
    /// Opens the directory of the setting BlazorTasks:Data. A relative path is resolved against the content root.
    /// </summary>
    public static DataFolder Open(IConfiguration configuration, IHostEnvironment environment)
    {
        var setting = configuration["BlazorTasks:Data"] is { Length: > 0 } given ? given : "App_Data";
        var path = System.IO.Path.GetFullPath(setting, environment.ContentRootPath);
        try
        {
            Directory.CreateDirectory(path);
            if (!OperatingSystem.IsWindows())
            {
                new DirectoryInfo(path).UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TaskSetupException(
                $"The data directory {path} cannot be used: {error.Message} Set BlazorTasks:Data to a directory that this " +
                "user can write to.",
                error);
        }

        return new DataFolder(path);
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
