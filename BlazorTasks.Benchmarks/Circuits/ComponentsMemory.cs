using System.IO.Compression;

namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>What components keep on a page of a host: 20 of TaskProgress whose tasks have reported ten times a second each.</summary>
internal static class ComponentsMemory
{
    private const int Pages = 50;
    private const int Tasks = 20;
    private const int ReportsPerSecond = 200;

    /// <summary>The buffers of messages that were on their way remain in the shared pools of the runtime for up to a minute.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(70);

    /// <summary>Each component has been rendered often, so that it has both of its render trees.</summary>
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        await using var server = await ServerProcess.StartAsync("components", Tasks);
        await server.OpenPagesAsync(5, $"progress/{Tasks}"); // what the first pages bring into being for all is not theirs
        await SettledAsync(server);
        var bare = await MeasureAsync(server, "progress/0");
        var page = await MeasureAsync(server, $"progress/{Tasks}");
        Figure.Print("a page of a host without components", bare, "KB");
        Figure.Print($"what {Tasks} of TaskProgress add to it", page - bare, "KB", "≤ 60 KB");
        Figure.Print("script for pages without Blazor, brotli", await ScriptAsync(server), "KB", "≤ 15 KB");
    }

    private static async Task<double> MeasureAsync(ServerProcess server, string page)
    {
        var before = await server.NumbersAsync(collect: true);
        await server.OpenPagesAsync(Pages, page);
        var after = await SettledAsync(server);
        return (after.Heap - before.Heap) / 1024.0 / Pages;
    }

    /// <summary>What pages keep: with messages on their way, a busy machine would show more than a quiet one.</summary>
    private static async Task<Numbers> SettledAsync(ServerProcess server)
    {
        await server.LoadAsync(ReportsPerSecond);
        await Task.Delay(Busy);
        await server.LoadAsync(0);
        await server.NumbersAsync(collect: true);
        await Task.Delay(Settled);
        return await server.NumbersAsync(collect: true);
    }

    private static async Task<double> ScriptAsync(ServerProcess server)
    {
        using var compressed = new MemoryStream();
        await using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await brotli.WriteAsync(await server.Http.GetByteArrayAsync("_content/BlazorTasks.Components/blazortasks.js"));
        }

        return compressed.Length / 1024.0;
    }
}
