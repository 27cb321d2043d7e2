namespace BlazorTasks.Tests.Core.Model;

public class TaskResultTests
{
    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    [InlineData("")]
    public void Link_ThatMayNotBePressed_IsRejectedWithAMessage(string url) =>
        FluentActions.Invoking(() => TaskResult.Link(url))
            .Should().Throw<ArgumentException>().WithMessage("*absolute http, https or mailto URL*");

    [Fact]
    public async Task File_Returned_IsCopiedAndItsPathForgotten()
    {
        using var folder = new TempFolder();
        await using var test = new TestMonitor(builder => builder.Configure(options => options.ResultFolder = folder.File("kept")));
        var path = folder.File("out.csv");
        await File.WriteAllTextAsync(path, "a;b");

        var task = test.Monitor.Start("Export", _ => Task.FromResult(TaskResult.File(path, "orders.csv")));
        await task.Completion;
        File.Delete(path);

        var result = (await test.Monitor.ReadAsync(task.Id))!.Result!.Value;
        result.GetProperty(TaskResult.KindName).GetString().Should().Be("file");
        (result.GetProperty("name").GetString(), result.GetProperty("size").GetInt64()).Should().Be(("orders.csv", 3));
        result.GetRawText().Should().NotContain(path);
        var stored = test.Monitor.ResultFiles.Find(result.GetProperty("token").GetString())!;
        (await File.ReadAllTextAsync(stored.Path)).Should().Be("a;b");
    }

    [Fact]
    public async Task RemoveAsync_TaskWithAFile_DeletesTheFileToo()
    {
        using var folder = new TempFolder();
        await using var test = new TestMonitor(builder => builder.Configure(options => options.ResultFolder = folder.File("kept")));
        await File.WriteAllTextAsync(folder.File("out.csv"), "a;b");
        var task = test.Monitor.Start("Export", _ => Task.FromResult(TaskResult.File(folder.File("out.csv"))));
        await task.Completion;
        var token = (await test.Monitor.ReadAsync(task.Id))!.Result!.Value.GetProperty("token").GetString();

        (await test.Monitor.RemoveAsync(task.Id, "anna")).IsAccepted.Should().BeTrue();

        test.Monitor.ResultFiles.Find(token).Should().BeNull();
        Directory.GetFileSystemEntries(folder.File("kept")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"$result":1}""")]
    [InlineData("""{"$result":"file","token":1}""")]
    [InlineData("""{"$result":"file"}""")]
    public async Task RemoveAsync_ResultThatOnlyLooksLikeAFile_DeletesTheTask(string result)
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Own result", _ => Task.FromResult(Json.Parse(result)));
        await task.Completion;

        (await test.Monitor.RemoveAsync(task.Id)).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task File_TooLargeOrMissing_FailsTheTaskAndKeepsNothing()
    {
        using var folder = new TempFolder();
        await using var test = new TestMonitor(
            builder => builder.Configure(options => (options.ResultFolder, options.MaxResultFileBytes) = (folder.File("kept"), 2)));
        await File.WriteAllTextAsync(folder.File("large"), "abc");

        foreach (var name in new[] { "large", "missing" })
        {
            var task = test.Monitor.Start("Export", _ => Task.FromResult(TaskResult.File(folder.File(name))));
            (await test.Until(task.Id, snapshot => snapshot.State.IsFinal())).State.Should().Be(TaskState.Failed);
        }

        Directory.GetFiles(folder.File("kept"), "*", SearchOption.AllDirectories).Should().BeEmpty();
    }
}
