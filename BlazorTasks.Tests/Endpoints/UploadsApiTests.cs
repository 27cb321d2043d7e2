namespace BlazorTasks.Tests.Endpoints;

/// <summary>Files for inputs: uploaded first, then named in the input by their tokens.</summary>
public sealed class UploadsApiTests : ApiTest
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Upload_TheBodyItself_IsAFileOfAnInput()
    {
        var uploaded = await JsonAsync(await Client.PostAsync("uploads?name=spring.csv", Body("a,b")), HttpStatusCode.Created);
        var file = uploaded.GetProperty("items")[0];

        file.GetProperty("name").GetString().Should().Be("spring.csv");
        file.GetProperty("length").GetInt64().Should().Be(3);
        file.GetProperty("expires_at").GetDateTimeOffset().Should().BeAfter(DateTimeOffset.UnixEpoch);
        var started = await JsonAsync(
            await PostAsync(
                "tasks",
                JsonSerializer.Serialize(
                    new { definition = "reads-a-file", input = new { file = file.GetProperty("token").GetString() } })),
            HttpStatusCode.Accepted);
        var ended = await Monitor.Until(TaskId.Parse(started.GetProperty("id").GetString()!, null), now => now.State.IsFinal());
        (await Monitor.ReadAsync(ended.Id))!.Result!.Value.GetString().Should().Be("spring.csv: a,b");
    }

    [Fact]
    public async Task Start_TogetherWithItsFile_RunsWithIt()
    {
        using var form = StartForm("""{"definition":"reads-a-file","tags":["crm"]}""", ("file", "spring.csv", "a,b"));

        var started = await JsonAsync(await Client.PostAsync("tasks", form), HttpStatusCode.Accepted);

        started.GetProperty("tags")[0].GetString().Should().Be("crm");
        started.GetProperty("input").GetProperty("file").GetString().Should().EndWith("/spring.csv");
        var ended = await Monitor.Until(IdOf(started), now => now.State.IsFinal());
        (await Monitor.ReadAsync(ended.Id))!.Result!.Value.GetString().Should().Be("spring.csv: a,b");
    }

    [Theory]
    [InlineData("""{"definition":"reads-a-file"}""", "photo", HttpStatusCode.UnprocessableEntity,
        "*photo: Reads a file has no file field*")]
    [InlineData("""{"definition":"reads-a-file","input":{"file":"x"}}""", "file", HttpStatusCode.UnprocessableEntity, "*not both*")]
    [InlineData("""{"definition":"nothing-like-it"}""", "file", HttpStatusCode.UnprocessableEntity, "*nothing-like-it*")]
    [InlineData("""{"definition":"reads-a-file","input":{"more":1}}""", "file", HttpStatusCode.UnprocessableEntity, "*more*")]
    [InlineData("""{"definition":""", "file", HttpStatusCode.BadRequest, "*not valid JSON*")]
    [InlineData(null, "file", HttpStatusCode.UnprocessableEntity, "*Add a part “task”*")]
    public async Task Start_WrongForm_IsRejectedAndNothingIsKept(string? json, string field, HttpStatusCode status, string detail)
    {
        using var form = StartForm(json, (field, "spring.csv", "a,b"));

        var problem = await ProblemAsync(await Client.PostAsync("tasks", form), status);

        problem.GetProperty("detail").GetString().Should().Match(detail);
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Should().BeEmpty();
        (await Monitor.CountAsync(new TaskQuery { Finished = false })).Should().Be(0);
    }

    [Fact]
    public async Task Start_SameKeyAndFilesAgain_IsTheSameTaskAndKeepsOneFile()
    {
        async Task<HttpResponseMessage> StartAsync(string content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "tasks") { Headers = { { "Idempotency-Key", "once" } } };
            request.Content = StartForm("""{"definition":"reads-a-file"}""", ("file", "spring.csv", content));
            return await Client.SendAsync(request);
        }

        var first = await JsonAsync(await StartAsync("a,b"), HttpStatusCode.Accepted);
        var again = await JsonAsync(await StartAsync("a,b"), HttpStatusCode.Accepted);
        var other = await ProblemAsync(await StartAsync("c,d"), HttpStatusCode.UnprocessableEntity);

        IdOf(again).Should().Be(IdOf(first));
        other.GetProperty("reason").GetString().Should().Be("key_reused");
        Directory.EnumerateFiles(_folder.Path, "*.csv", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Fact]
    public async Task Start_Scheduled_KeepsItsFileUntilItHasRun()
    {
        using var form = StartForm("""{"definition":"reads-a-file","run_at":"2100-01-01T00:00:00Z"}""", ("file", "spring.csv", "a,b"));
        var started = await JsonAsync(await Client.PostAsync("tasks", form), HttpStatusCode.Accepted);
        var file = Directory.GetFiles(_folder.Path, "spring.csv", SearchOption.AllDirectories).Single();
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(file)!, DateTime.UtcNow.AddDays(-60));

        await Client.PostAsync("uploads?name=next.csv", Body("x"));
        File.Exists(file).Should().BeTrue("the task is yet to run");
        await Monitor.CancelAsync(IdOf(started));
        await Monitor.Until(IdOf(started), now => now.State.IsFinal());
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(file)!, DateTime.UtcNow.AddDays(-60));
        await Client.PostAsync("uploads?name=next.csv", Body("x"));
        File.Exists(file).Should().BeTrue("it can be retried");
        await Monitor.RemoveAsync(IdOf(started));
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(file)!, DateTime.UtcNow.AddDays(-60));
        await Client.PostAsync("uploads?name=next.csv", Body("x"));

        File.Exists(file).Should().BeFalse("nobody needs it any longer");
    }

    [Fact]
    public async Task Upload_AForm_KeepsEachFile()
    {
        using var form = new MultipartFormDataContent { { Body("1"), "file", "a.csv" }, { Body("22"), "file", "навчання.csv" } };

        var uploaded = await JsonAsync(await Client.PostAsync("uploads", form), HttpStatusCode.Created);

        uploaded.GetProperty("items").EnumerateArray()
            .Select(file => (file.GetProperty("name").GetString(), file.GetProperty("length").GetInt64()))
            .Should().Equal(("a.csv", 1), ("навчання.csv", 2));
    }

    [Fact]
    public async Task Upload_TooLarge_IsRejectedAndNothingIsStored()
    {
        using var form = new MultipartFormDataContent { { Body("1"), "file", "a.csv" }, { Body(new string('x', 1_001)), "file", "b.csv" } };

        (await ProblemAsync(await Client.PostAsync("uploads?name=a", Body(new string('x', 1_001))), HttpStatusCode.RequestEntityTooLarge))
            .GetProperty("detail").GetString().Should().Contain("1,000 bytes");
        await ProblemAsync(await Client.PostAsync("uploads", form), HttpStatusCode.RequestEntityTooLarge);
        await ProblemAsync(await Client.PostAsync("uploads?name=a", Body(new string('x', 200_000))), HttpStatusCode.RequestEntityTooLarge);
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Upload_FormWithoutFiles_IsRefused()
    {
        using var fields = new MultipartFormDataContent { { new StringContent("x"), "note" } };
        using var none = new MultipartFormDataContent();
        using var broken = Body("no boundary in here");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=abc");

        await ProblemAsync(await Client.PostAsync("uploads", fields), HttpStatusCode.UnprocessableEntity);
        await ProblemAsync(await Client.PostAsync("uploads", none), HttpStatusCode.UnprocessableEntity);
        await ProblemAsync(await Client.PostAsync("uploads", broken), HttpStatusCode.BadRequest);
    }

    protected override void Configure(BlazorTasksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configure(options => (options.UploadFolder, options.MaxUploadBytes) = (_folder.Path, 1_000));
    }

    private static MultipartFormDataContent StartForm(string? task, params (string Field, string Name, string Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, name, content) in files)
        {
            form.Add(Body(content), field, name);
        }

        if (task is not null)
        {
            form.Add(new StringContent(task, Encoding.UTF8, "application/json"), "task");
        }

        return form;
    }

    private static TaskId IdOf(JsonElement task) => TaskId.Parse(task.GetProperty("id").GetString()!, null);

    private static ByteArrayContent Body(string text) => new(Encoding.UTF8.GetBytes(text));
}
