using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BlazorTasks.Tests.Support;

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
        var started = await JsonAsync(await PostAsync("tasks", JsonSerializer.Serialize(new { definition = "reads-a-file", input = new { file = file.GetProperty("token").GetString() } })), HttpStatusCode.Accepted);
        var ended = await Monitor.Until(TaskId.Parse(started.GetProperty("id").GetString()!, null), now => now.State.IsFinal());
        (await Monitor.ReadAsync(ended.Id))!.Result!.Value.GetString().Should().Be("spring.csv: a,b");
    }

    [Fact]
    public async Task Upload_AForm_KeepsEachFile()
    {
        using var form = new MultipartFormDataContent { { Body("1"), "file", "a.csv" }, { Body("22"), "file", "навчання.csv" } };

        var uploaded = await JsonAsync(await Client.PostAsync("uploads", form), HttpStatusCode.Created);

        uploaded.GetProperty("items").EnumerateArray().Select(file => (file.GetProperty("name").GetString(), file.GetProperty("length").GetInt64()))
            .Should().Equal(("a.csv", 1), ("навчання.csv", 2));
    }

    [Fact]
    public async Task Upload_TooLarge_IsRefusedAndNothingIsKept()
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

    private static ByteArrayContent Body(string text) => new(Encoding.UTF8.GetBytes(text));
}
