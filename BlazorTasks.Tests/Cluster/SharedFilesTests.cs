namespace BlazorTasks.Tests.Cluster;

/// <summary>Files that one node has stored, as another one reads them.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedFilesTests(PostgresServer server) : ClusterTest(server)
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 700_000).Select(number => (byte)number)];

    [Fact]
    public async Task Upload_ToOneNode_IsReadByTheTaskOnTheOther()
    {
        var (first, second) = (await StartAsync("web-1", slots: 1), await StartAsync("web-2"));
        await MeetAsync(first, second);
        await first.StartAsync("a");
        await first.RunningAsync("a");
        var token = await first.Monitor.Uploads.SaveAsync("list.bin", new MemoryStream(Content), default);

        second.FileCode = async file => await File.ReadAllBytesAsync(file.Path);
        var handle = await first.Monitor.StartAsync("read-file", Json.Parse($$"""{"file":"{{token}}"}"""));
        await handle.Completion.WaitAsync(TestMonitor.MaxWait);

        second.FileRead.Should().Equal(Content);
        second.Monitor.Uploads.Find(token)!.Length.Should().Be(Content.Length);
    }

    [Fact]
    public async Task ResultFile_OfOneNode_IsReadOnTheOtherUntilItsTaskIsDeleted()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var token = await first.Monitor.ResultFiles.SaveAsync("report.bin", new MemoryStream(Content), default);

        var file = second.Monitor.ResultFiles.Find(token)!;
        file.Length.Should().Be(Content.Length);
        using (var content = new MemoryStream())
        {
            await using var stream = file.OpenRead();
            await stream.CopyToAsync(content);
            content.ToArray().Should().Equal(Content);
        }

        second.Monitor.Uploads.Find(token).Should().BeNull("it is no upload");
        second.Monitor.ResultFiles.Remove(token);
        (await StartAsync("web-3")).Monitor.ResultFiles.Find(token).Should().BeNull();
    }

    [Fact]
    public async Task Purge_OldFiles_KeepsThoseThatATaskMayStillRead()
    {
        var node = await StartAsync("web-1");
        var held = await node.Monitor.Uploads.SaveAsync("held.bin", new MemoryStream([1]), default);
        var free = await node.Monitor.Uploads.SaveAsync("free.bin", new MemoryStream([2]), default);
        node.FileCode = _ => Task.FromException<byte[]>(new IOException("no"));
        var failed = await node.Monitor.StartAsync("read-file", Json.Parse($$"""{"file":"{{held}}"}"""));
        await node.Monitor.Until(failed.Id, task => task.State == TaskState.Failed);

        await node.Store.Cluster!.Uploads!.PurgeAsync(DateTimeOffset.UtcNow.AddHours(1), default);

        var other = await StartAsync("web-2");
        other.Monitor.Uploads.Find(held).Should().NotBeNull("the task can be retried");
        other.Monitor.Uploads.Find(free).Should().BeNull();
    }
}
