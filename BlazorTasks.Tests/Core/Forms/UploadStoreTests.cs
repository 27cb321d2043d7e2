namespace BlazorTasks.Tests.Core.Forms;

public class UploadStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("list.csv", "list.csv")]
    [InlineData("C:\\Users\\anna\\list.csv", "list.csv")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..", "file")]
    [InlineData("a\u0000b<c>.csv", "a_b_c_.csv")]
    public async Task SaveAsync_AnyName_StaysInsideItsFolder(string name, string stored)
    {
        var store = Create();

        var token = await store.SaveAsync(name, Content("a,b"), default);

        var file = store.Find(token)!;
        file.Name.Should().Be(stored);
        Path.GetFullPath(file.Path).Should().StartWith(_folder.Path);
        (await File.ReadAllTextAsync(file.Path)).Should().Be("a,b");
    }

    [Theory]
    [InlineData("ก", 96)]
    [InlineData("𝄞", 90)]
    public async Task SaveAsync_NameOfManyBytes_KeepsItsEnd(string letter, int count)
    {
        var store = Create();

        var token = await store.SaveAsync(string.Concat(Enumerable.Repeat(letter, count)) + ".csv", Content("a,b"), default);

        var name = store.Find(token)!.Name;
        name.Should().StartWith(letter).And.EndWith($"{letter}.csv");
        Encoding.UTF8.GetByteCount(name).Should().BeLessThanOrEqualTo(255);
    }

    [Fact]
    public async Task SaveAsync_FolderCannotBeWritten_DoesNotNameIt()
    {
        await File.WriteAllTextAsync(_folder.File("taken"), "a file, not a folder");
        var store = new UploadStore(_folder.File("taken"), 1_000, TimeSpan.FromDays(1), TimeProvider.System);

        (await store.Awaiting(s => s.SaveAsync("list.csv", Content("a"), default)).Should().ThrowAsync<IOException>())
            .Which.Message.Should().StartWith("The file could not be stored").And.NotContain(_folder.Path);
    }

    [Fact]
    public async Task SaveAsync_TooLarge_IsRejectedAndStoresNothing()
    {
        var store = Create(maxBytes: 2 * 1024 * 1024);

        await store.Awaiting(s => s.SaveAsync("big.csv", new MemoryStream(new byte[(2 * 1024 * 1024) + 1]), default))
            .Should().ThrowAsync<IOException>().WithMessage("The file exceeds the maximum size of 2 MB*");

        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("list.csv")]
    [InlineData("../secret.txt")]
    [InlineData("00000000000000000000000000000000/list.csv")]
    [InlineData("00000000000000000000000000000000/../secret.txt")]
    [InlineData("0000000000000000000000000000000G/list.csv")]
    public async Task Find_NotAToken_FindsNothing(string? token)
    {
        await File.WriteAllTextAsync(_folder.File("secret.txt"), "secret");

        Create().Find(token).Should().BeNull();
    }

    [Fact]
    public async Task SaveAsync_AfterTheirRetention_OldFilesAreDeleted()
    {
        var time = new ManualTimeProvider();
        time.Jump(DateTimeOffset.UtcNow - time.GetUtcNow());
        var store = Create(time: time);
        var old = await store.SaveAsync("old.csv", Content("x"), default);

        time.Jump(TimeSpan.FromDays(8));
        await store.SaveAsync("new.csv", Content("x"), default);

        store.Find(old).Should().BeNull();
    }

    [Fact]
    public async Task SaveAsync_FileThatATaskMayStillRead_IsKeptWhateverItsAge()
    {
        var time = new ManualTimeProvider();
        time.Jump(DateTimeOffset.UtcNow - time.GetUtcNow());
        var needed = true;
        var task = TaskId.New(time.GetUtcNow());
        var store = Create(time: time);
        store.IsNeeded = id => Task.FromResult(needed && id == task);
        var token = await store.SaveAsync("list.csv", Content("x"), default);
        store.Hold(Json.Parse($$"""{"rows":[{"file":"{{token}}"}],"other":"text"}"""), task);

        time.Jump(TimeSpan.FromDays(30));
        await store.SaveAsync("new.csv", Content("x"), default);
        store.Find(token).Should().NotBeNull();
        needed = false;
        time.Jump(TimeSpan.FromDays(30));
        await store.SaveAsync("new.csv", Content("x"), default);

        store.Find(token).Should().BeNull();
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle("nothing else remains of it");
    }

    [Fact]
    public async Task WithContentsAsync_SameFilesUploadedAgain_AreEqual()
    {
        var store = Create();
        var tokens = new List<string>();
        foreach (var content in new[] { "a", "a", "b" })
        {
            tokens.Add(await store.SaveAsync("list.csv", Content(content), default));
        }

        var values = new List<string>();
        foreach (var token in tokens)
        {
            values.Add((await store.WithContentsAsync(Json.Parse($$"""{"file":"{{token}}","number":1.50}"""))).GetRawText());
        }

        values[1].Should().Be(values[0]).And.Contain("list.csv").And.Contain("1.50").And.NotContain(tokens[0]);
        values[2].Should().NotBe(values[0]);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private UploadStore Create(long maxBytes = 1_000, TimeProvider? time = null) =>
        new(_folder.Path, maxBytes, TimeSpan.FromDays(7), time ?? TimeProvider.System);

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));
}
