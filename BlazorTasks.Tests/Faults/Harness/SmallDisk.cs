namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>A disk of a few megabytes in memory, which can fill up, grow and become read-only. Mounting it needs root.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private SmallDisk()
    {
    }

    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    public string Path => _folder.Path;

    public static async Task<SmallDisk> MountAsync(string size)
    {
        var disk = new SmallDisk();
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Path);
        return disk;
    }

    public Task ResizeAsync(string size) => RunAsync("mount", "-o", $"remount,size={size}", Path);

    public Task MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", Path);

    public Task MakeWritableAsync() => RunAsync("mount", "-o", "remount,rw", Path);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Path);
        _folder.Dispose();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync().WaitAsync(TestMonitor.MaxWait);
        process.ExitCode.Should().Be(0, $"{program} {string.Join(' ', arguments)}");
    }
}

/// <summary>A test that mounts disks, and is skipped where it may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsRootFactAttribute : FactAttribute
{
    public NeedsRootFactAttribute() => Skip = SmallDisk.IsPossible ? null
        : "Mounting a small disk needs root. Run the tests as root, in a container for example.";
}
