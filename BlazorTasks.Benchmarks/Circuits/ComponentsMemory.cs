using System.IO.Compression;

namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>What components cost on a page of a host: 20 of TaskProgress whose tasks report ten times a second each.</summary>
internal static class ComponentsMemory
{
    private const int Pages = 50;
    private const int Tasks = 20;
    private const int ReportsPerSecond = 200;

    public static async Task RunAsync()
    {
        await using var server = await ServerProcess.StartAsync("components", Tasks);
        await server.LoadAsync(ReportsPerSecond);
        await MeasureAsync(server, 5, Tasks); // what the first pages bring into being for all is not theirs
        var bare = await MeasureAsync(server, Pages, 0);
        var page = await MeasureAsync(server, Pages, Tasks);
        Figure.Print("a page of a host without components", bare, "KB");
        Figure.Print($"what {Tasks} of TaskProgress add to it", page - bare, "KB", "≤ 60 KB");
        Figure.Print("script for pages without Blazor, brotli", await ScriptAsync(server), "KB", "≤ 15 KB");
    }

    private static async Task<double> MeasureAsync(ServerProcess server, int pages, int components)
    {
        var before = await server.NumbersAsync(collect: true);
        await server.OpenPagesAsync(pages, $"progress/{components}");
        await Task.Delay(TimeSpan.FromSeconds(5));
        var after = await server.NumbersAsync(collect: true);
        return (after.Heap - before.Heap) / 1024.0 / pages;
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
