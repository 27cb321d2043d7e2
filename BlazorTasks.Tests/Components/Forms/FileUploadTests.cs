using Microsoft.AspNetCore.Components.Forms;

namespace BlazorTasks.Tests.Components.Forms;

public sealed class FileUploadTests : IAsyncDisposable
{
    private readonly TestMonitor _test = new();
    private readonly List<string> _tokens = [];

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task Save_Files_GivesATokenForEach()
    {
        var access = _test.Monitor.For(new Person("anna") { Role = TaskRole.Operator });

        (await FileUpload.SaveAsync(access, [new BrowserFile("a.txt"), new BrowserFile("b.txt")], Add)).Should().BeNull();

        _tokens.Select(token => access.FindFile(token)!.Name).Should().Equal("a.txt", "b.txt");
    }

    [Fact]
    public async Task Save_ByAPersonWhoMayNot_SaysSo()
    {
        var access = _test.Monitor.For(new Person("eva") { Role = TaskRole.Viewer });

        (await FileUpload.SaveAsync(access, [new BrowserFile("a.txt")], Add)).Should().Contain("upload files");

        _tokens.Should().BeEmpty();
    }

    [Fact]
    public async Task Save_BrowserThatLosesAFile_KeepsThoseBefore()
    {
        var access = _test.Monitor.For(new Person("anna") { Role = TaskRole.Operator });

        (await FileUpload.SaveAsync(access, [new BrowserFile("a.txt"), new BrowserFile("gone.txt", isLost: true)], Add))
            .Should().NotBeNullOrEmpty();

        _tokens.Should().ContainSingle();
    }

    private Task Add(string token)
    {
        _tokens.Add(token);
        return Task.CompletedTask;
    }

    private sealed class BrowserFile(string name, bool isLost = false) : IBrowserFile
    {
        public string Name => name;

        public DateTimeOffset LastModified => default;

        public long Size => 3;

        public string ContentType => "text/plain";

        public Stream OpenReadStream(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) =>
            isLost ? throw new IOException() : new MemoryStream("abc"u8.ToArray());
    }
}
