using System.Runtime.Versioning;
using BlazorTasks.App.Samples.Folders;

namespace BlazorTasks.Tests.App;

public sealed class IndexFolderTests : IDisposable
{
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Index_Tree_HashesEveryFileAndFindsDuplicatesAndTheLargest()
    {
        Write("a.txt", "abc");
        Write("deep/er/b.txt", "abc");
        Write("deep/big.bin", new string('x', 600_000));
        Write("empty-1", "");
        Write("empty-2", "");
        await using var test = Open();

        var (task, result) = await test.RunAsync("index-a-folder", Input());

        task
            .Should().BeEquivalentTo(
            new
            {
                State = TaskState.Succeeded,
                Progress = 100.0,
                Warnings = 0,
                Label = _folder.Path,
                Status = "5 files, 600 kB, 1 duplicate (3 B)"
            });
        Numbers(result).Should().Be("5 files, 3 folders, 0 links, 600006 bytes, 1 duplicates of 3 bytes, 0 unreadable");
        Row(result, "duplicates").GetRawText()
            .Should().Be($$"""{"path":"deep/er/b.txt","same_as":"a.txt","bytes":3,"sha256":"{{HashOfAbc}}"}""");
        result.GetProperty("largest").EnumerateArray().Select(file => file.GetProperty("path").GetString())
            .Should().Equal("deep/big.bin", "a.txt", "deep/er/b.txt", "empty-1", "empty-2");
        (await test.LinesAsync(task.Id)).Select(line => line.Text)
            .Should().Contain([$"a.txt  {HashOfAbc}", $"empty-1  {HashOfNothing}"]).And.HaveCount(5);
    }

    [Theory]
    [InlineData("", "5 files")]
    [InlineData(",\"hidden\":true", "7 files")]
    [InlineData(",\"pattern\":\"*.PDF\"", "2 files")]
    [InlineData(",\"pattern\":\"*.pdf\",\"hidden\":true", "3 files")]
    [InlineData(",\"pattern\":\" \"", "5 files")]
    [InlineData(",\"pattern\":\"no*\"", "0 files")]
    public async Task Index_PatternAndHidden_ChooseTheFiles(string more, string expected)
    {
        foreach (var name in new[] { "a.pdf", "below/b.pdf", "c.txt", "d", "e [1].doc", ".hidden.pdf", ".git/config" })
        {
            Write(name, name);
        }

        await using var test = Open();

        var (_, result) = await test.RunAsync("index-a-folder", Input(more));

        Numbers(result).Should().StartWith(expected + ",");
    }

    [Fact]
    public async Task Index_LinksThatGoRoundInACircle_AreCountedAndLeftAlone()
    {
        Write("below/a.txt", "abc");
        Directory.CreateSymbolicLink(_folder.File("below/up"), _folder.Path);
        Directory.CreateSymbolicLink(_folder.File("self"), _folder.File("self"));
        File.CreateSymbolicLink(_folder.File("file-link"), _folder.File("below/a.txt"));
        File.CreateSymbolicLink(_folder.File("dead"), _folder.File("nothing"));
        await using var test = Open();

        var (task, result) = await test.RunAsync("index-a-folder", Input());

        Numbers(result).Should().StartWith("1 files, 2 folders, 4 links, 3 bytes");
        task.Warnings.Should().Be(0);
    }

    [Fact]
    public async Task Index_FileThatCannotBeRead_IsAWarningWithTheReason()
    {
        Write("a.txt", "abc");
        Write("locked.db", "abc");
        await using var locked =
            new FileStream(_folder.File("locked.db"), FileMode.Open, FileAccess.ReadWrite, FileShare.None); // keeps out even root
        await using var test = Open();

        var (task, result) = await test.RunAsync("index-a-folder", Input());

        task.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Warnings = 1 });
        Numbers(result).Should().Be("1 files, 1 folders, 0 links, 3 bytes, 0 duplicates of 0 bytes, 1 unreadable");
        Row(result, "skipped").GetProperty("reason").GetString().Should().Contain("used by another process");
        (await test.LinesAsync(task.Id))
            .Should().ContainSingle(line => line.IsWarning).Which.Text.Should().StartWith("locked.db was skipped: ");
    }

    [FactForOrdinaryUsers]
    [UnsupportedOSPlatform("windows")]
    public async Task Index_WithoutPermission_IsAWarningForEachFileAndFolder()
    {
        Write("secret.txt", "abc");
        Write("private/a.txt", "abc");
        File.SetUnixFileMode(_folder.File("secret.txt"), UnixFileMode.None);
        File.SetUnixFileMode(_folder.File("private"), UnixFileMode.None);
        await using var test = Open();

        var (_, result) = await test.RunAsync("index-a-folder", Input());

        File.SetUnixFileMode(_folder.File("private"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        result.GetProperty("skipped").EnumerateArray().Select(row => row.GetRawText()).Should().BeEquivalentTo(
            """{"path":"secret.txt","reason":"access was denied"}""",
            """{"path":"private","reason":"access was denied"}""");
    }

    [Fact]
    public async Task Index_Pipe_IsNotOpened()
    {
        using var made = Process.Start("mkfifo", _folder.File("pipe"));
        await made.WaitForExitAsync();
        await using var test = Open();

        var (_, result) = await test.RunAsync("index-a-folder", Input());

        Numbers(result).Should().StartWith("1 files").And.EndWith("0 unreadable");
    }

    [Fact]
    public async Task Index_ManyUnreadableFiles_AreSummedUp()
    {
        var locked = Enumerable.Range(0, 105)
            .Select(number => new FileStream(_folder.File($"{number}.db"), FileMode.Create, FileAccess.ReadWrite, FileShare.None)).ToList();
        locked.ForEach(file =>
        {
            file.WriteByte(1);
            file.Flush();
        });
        await using var test = Open();

        var (task, result) = await test.RunAsync("index-a-folder", Input());

        locked.ForEach(file => file.Dispose());
        task.Warnings.Should().Be(101);
        Numbers(result).Should().EndWith("105 unreadable");
        result.GetProperty("skipped").GetArrayLength().Should().Be(100);
        (await test.LinesAsync(task.Id))[^1].Text.Should().Be("5 more were skipped");
    }

    [Theory]
    [InlineData("nothing", "The folder {0} does not exist on this server.")]
    [InlineData("file.txt", "{0} is a file, not a folder.")]
    public async Task Index_NoFolder_FailsInOneSentence(string name, string expected)
    {
        Write("file.txt", "abc");
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("index-a-folder", $$"""{"folder":"{{_folder.File(name)}}"}"""))
            .Should().ThrowAsync<DirectoryNotFoundException>()
            .WithMessage(string.Format(null, expected, _folder.File(name)));
    }

    [Fact]
    public async Task Index_RelativePath_SaysWhatToEnter()
    {
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("index-a-folder", """{"folder":"manuals"}"""))
            .Should().ThrowAsync<ValidationException>().WithMessage("'manuals' is not a full path. Enter a path such as *");
    }

    [Fact]
    public async Task Index_CancelledHalfWay_StopsInTheMiddleOfAFile()
    {
        using (var large = File.OpenWrite(_folder.File("large.bin")))
        {
            large.SetLength(64L * 1024 * 1024 * 1024); // sparse: it takes no space, and minutes to read
        }

        await using var test = Open();
        var task = await test.Monitor.StartAsync("index-a-folder", Json.Parse(Input()));
        await test.Until(task.Id, snapshot => snapshot.Progress > 0);

        await task.CancelAsync();

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Cancelled, Reason = TaskReason.ByUser });
    }

    public void Dispose() => _folder.Dispose();

    private static TestMonitor Open() => new(tasks => tasks.AddTasksFrom(typeof(IndexFolder).Assembly));

    private static string Numbers(JsonElement result)
    {
        string Of(string name) => result.GetProperty(name).GetRawText();
        return $"{Of("files")} files, {Of("folders")} folders, {Of("links")} links, {Of("bytes")} bytes, "
            + $"{Of("duplicate_files")} duplicates of {Of("duplicate_bytes")} bytes, {Of("unreadable")} unreadable";
    }

    private static JsonElement Row(JsonElement result, string table) =>
        result.GetProperty(table).EnumerateArray().Should().ContainSingle().Subject;

    private string Input(string more = "") => $$"""{"folder":"{{_folder.Path}}"{{more}}}""";

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), content);
    }

    /// <summary>Skipped for root, whom no permission stops.</summary>
    private sealed class FactForOrdinaryUsersAttribute : FactAttribute
    {
        public FactForOrdinaryUsersAttribute() => Skip = Environment.IsPrivilegedProcess ? "Permissions stop everyone but root." : null;
    }
}
