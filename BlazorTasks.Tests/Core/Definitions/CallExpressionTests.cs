namespace BlazorTasks.Tests.Core.Definitions;

/// <summary>A call in code is a start with exactly its arguments (cases C5, C11).</summary>
public sealed class CallExpressionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task StartAsync_NullWhereThereIsADefault_IsNull()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync<CallTasks, string>(x => x.OptAsync(null, null, ""));

        (await task.Completion).Should().Be("null null ''");
    }

    [Fact]
    public async Task StartAsync_ByNameWithNullAndWithout_AreTwoThings()
    {
        await using var test = Open();

        (await test.RunAsync("call-opt", """{"word":null}""")).Result.GetString().Should().Be("null 3 'x'");
        (await test.RunAsync("call-opt", """{"number":null,"text":""}""")).Result.GetString().Should().Be("word null ''");
        (await test.RunAsync("call-opt")).Result.GetString().Should().Be("word 3 'x'");
    }

    [Fact]
    public async Task StartAsync_FileOfThisMachine_IsUploadedAndRead()
    {
        await using var test = Open();
        var path = _folder.File("customers.csv");
        await File.WriteAllTextAsync(path, "anna");

        var task = await test.Monitor.StartAsync<CallTasks, string>(x => x.ImportAsync(TaskFile.From(path), 500, TaskContext.Current));

        (await task.Completion).Should().Be("customers.csv: anna, 500");
        File.Exists(path).Should().BeTrue();
    }

    [Fact]
    public async Task StartAsync_StreamsAndUploadsInLists_AreAllThere()
    {
        await using var test = Open();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("bo"));
        var uploaded = test.Monitor.Uploads.Find(await test.Monitor.Uploads.SaveAsync("b.txt", content, default))!;
        content.Position = 0;

        var task = await test.Monitor.StartAsync<CallTasks, string>(x => x.Many(new[] { TaskFile.From(content, "a.txt"), uploaded }));

        (await task.Completion).Should().Be("a.txt=bo b.txt=bo");
        content.CanRead.Should().BeTrue();
        Directory.GetDirectories(
            test.Monitor.Uploads.Find(((System.Text.Json.JsonElement)task.Input!).GetProperty("files")[0].GetString())!.Path + "/../..")
                .Should().HaveCount(2, "what was uploaded is not copied");
    }

    [Fact]
    public async Task StartAsync_RecordWithComputedMembers_IsItsInput()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync<CallTasks, string>(x => x.Sum(new CallTasks.Line[] { new("a", 2), new("b", 3) }));

        (await task.Completion).Should().Be("5 of 2");
    }

    [Fact]
    public async Task StartAsync_NumberThatIsNone_IsAnErrorOfItsField()
    {
        await using var test = Open();

        (await test.Monitor.Awaiting(monitor => monitor.StartAsync<CallTasks, string>(x => x.Number(double.NaN))).Should()
            .ThrowAsync<InvalidInputException>())
            .Which.Errors.Keys.Should().Equal("number");
    }

    [Fact]
    public async Task StartAsync_ServicesAsParameters_AreGivenAndNeverAsked()
    {
        await using var test = Open();

        test.Monitor.Definitions.Find("call-serve")!.Form.Fields.Select(field => field.Name).Should().Equal("word");
        (await test.RunAsync("call-serve", """{"word":"x"}""")).Result.GetString().Should().Be("x a clock, keyed, 1 store");
        await test.Monitor.Awaiting(monitor => monitor.StartAsync("call-serve", Json.Parse("""{"word":"x","clock":{}}""")))
            .Should().ThrowAsync<InvalidInputException>();
    }

    [Fact]
    public async Task StartAsync_SecretThatIsNull_IsNull()
    {
        await using var test = Open();

        (await test.RunAsync("call-key", """{"key":null}""")).Result.GetString().Should().Be("null");
        (await test.RunAsync("call-key", """{"key":"k"}""")).Result.GetString().Should().Be("1");
    }

    public void Dispose() => _folder.Dispose();

    private TestMonitor Open() => new(tasks =>
    {
        tasks.AddTasksFrom(typeof(CallTasks).Assembly).Configure(options => options.UploadFolder = _folder.File("uploads"));
        tasks.Services.AddKeyedSingleton("k", (_, _) => new StringBuilder("keyed"));
    });
}

public sealed class CallTasks
{
    [MonitoredTask("Call opt")]
    public Task<string> OptAsync(string? word = "word", int? number = 3, string text = "x") =>
        Task.FromResult($"{word ?? "null"} {number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"} '{text}'");

    [MonitoredTask("Call import")]
    public async Task<string> ImportAsync(TaskFile file, int batchSize, TaskContext task) =>
        $"{file.Name}: {await File.ReadAllTextAsync(file.Path, task.CancellationToken)}, {batchSize}";

    [MonitoredTask("Call many")]
    public Task<string> Many(IReadOnlyList<TaskFile> files) =>
        Task.FromResult(string.Join(' ', files.Select(file => $"{file.Name}={File.ReadAllText(file.Path)}")));

    [MonitoredTask("Call sum")]
    public Task<string> Sum(IReadOnlyList<Line> lines) => Task.FromResult($"{lines.Sum(line => line.Amount)} of {lines.Count}");

    [MonitoredTask("Call key")]
    public static string Secret([DataType(DataType.Password)] string? key = "default") => key is null ? "null" : $"{key.Length}";

    [MonitoredTask("Call number")]
    public Task<string> Number(double number) => Task.FromResult($"{number}");

    [MonitoredTask("Call serve")]
    public static string Serve(
        string word,
        TimeProvider clock,
        [FromKeyedServices("k")] StringBuilder keyed,
        IEnumerable<ITaskStore> stores) =>
        $"{word} {(clock is null ? "no" : "a")} clock, {keyed}, {stores.Count()} store";

    public sealed record Line(string Article, int Amount)
    {
        public string Label => $"{Amount} {Article}";
    }
}
