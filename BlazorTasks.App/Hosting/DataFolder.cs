namespace BlazorTasks.App.Hosting;

/// <summary>The one folder with everything that must survive: history, keys, uploads and what the samples write.</summary>
internal sealed class DataFolder
{
    private DataFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The keys behind cookies and circuits. Kept, or every restart would log everybody out.</summary>
    public DirectoryInfo Keys => new(File("keys"));

    /// <summary>Opens the folder of the setting BlazorTasks:Data; a relative one lies in the content root.</summary>
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
            throw new TaskSetupException($"The data folder {path} cannot be used: {error.Message} Set BlazorTasks:Data to a folder that this user may write to.", error);
        }

        return new DataFolder(path);
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
