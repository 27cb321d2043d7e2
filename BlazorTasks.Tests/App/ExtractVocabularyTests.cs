using System.IO.Compression;
using BlazorTasks.App.Samples;
using BlazorTasks.App.Samples.Vocabulary;

namespace BlazorTasks.Tests.App;

public sealed class ExtractVocabularyTests : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task Extract_Page_CountsWhatAPersonReads()
    {
        await using var pages = await PageHost.StartAsync(app => app.MapGet("/a", () => Results.Content(
            "<title>Harbour</title><script>harbour()</script><p>The harbour’s Harbour &amp; the <b>harb</b>our: fog-horn, Öberg.",
                "text/html; charset=utf-8")));
        await using var test = Open();

        var (task, result) = await test.RunAsync("extract-vocabulary", Input(pages["/a"], ""","min_length":3"""));

        Words(result).Should().Equal("harbour 3 0", "the 2 0", "fog-horn 1 0", "harbour's 1 0", "öberg 1 0");
        result.ToString().Should().Contain($"\"source\":\"{pages["/a"]}\",\"total_words\":8,\"new_words\":5,\"updated_words\":0");
        task
            .Should().BeEquivalentTo(
            new
            {
                State = TaskState.Succeeded,
                Progress = 100.0,
                Status = "5 new words, 0 updated",
                Label = pages["/a"]
                .ToString(),
                Warnings = 0
            });
    }

    [Fact]
    public async Task Extract_SecondText_RanksNewWordsAboveThoseMetBefore()
    {
        await using var test = Open();
        await test.RunAsync("extract-vocabulary", await UploadAsync(test, "a.txt", "fog fog fog bell"));

        var (_, result) = await test.RunAsync("extract-vocabulary", await UploadAsync(test, "b.txt", "fog fog bell lamp lamp relay"));

        Words(result).Should().Equal("lamp 2 0", "relay 1 0", "bell 1 1", "fog 2 3");
        result.GetProperty("new_words").GetInt32().Should().Be(2);
        result.GetProperty("updated_words").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task Extract_OtherLanguage_HasWordsOfItsOwn()
    {
        await using var test = Open();
        await test.RunAsync("extract-vocabulary", await UploadAsync(test, "a.txt", "hand"));

        var (_, result) = await test.RunAsync("extract-vocabulary", await UploadAsync(test, "b.txt", "hand", ""","language":"swedish" """));

        Words(result).Should().Equal("hand 1 0");
    }

    [Fact]
    public async Task Extract_WordsToShow_LimitsWhatIsShownAndStoresAll()
    {
        await using var test = Open();

        var (_, result) = await test.RunAsync(
            "extract-vocabulary",
            await UploadAsync(test, "a.txt", "bell bell lamp fog", ""","word_count":1"""));

        Words(result).Should().Equal("bell 2 0");
        Stored().Should().Be(3);
    }

    [Fact]
    public async Task Extract_WithoutAText_ReadsTheSampleWithoutItsMarkup()
    {
        await using var test = Open();

        var (_, result) = await test.RunAsync("extract-vocabulary", """{"word_count":1000}""");

        Words(result)
            .Should().Contain("foghorn 3 0").And.Contain("agnes's 1 0")
            .And.NotContain(word => word.StartsWith("console") || word.StartsWith("advertisement"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("12 + 34 = 46")]
    public async Task Extract_TextWithoutWords_SucceedsWithAWarning(string text)
    {
        await using var test = Open();

        var (task, result) = await test.RunAsync("extract-vocabulary", await UploadAsync(test, "empty.txt", text));

        task.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Warnings = 1 });
        result.GetProperty("total_words").GetInt32().Should().Be(0);
        (await test.LinesAsync(task.Id))
            .Should().ContainSingle(line => line.IsWarning).Which.Text.Should().Be("No words found in empty.txt");
    }

    [Fact]
    public async Task Extract_UploadThatIsNotText_FailsInWords()
    {
        await using var test = Open();
        var input = await UploadAsync(test, "photo.txt", "\0\u0001\u0002");

        await test.Awaiting(t => t.RunAsync("extract-vocabulary", input))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("Could not read photo.txt: its content is not text.");
    }

    [Theory]
    [InlineData("/latin1", "blåbär")]
    [InlineData("/strange-charset", "blåbär")]
    [InlineData("/zipped", "blåbär")]
    [InlineData("/moved", "blåbär")]
    [InlineData("/plain", "br-blåbär")]
    public async Task Fetch_PageInAnyForm_IsRead(string path, string expected)
    {
        await using var pages = await PageHost.StartAsync(app =>
        {
            app.MapGet("/latin1", () => Results.Bytes(Encoding.Latin1.GetBytes("blåbär"), "text/html; charset=iso-8859-1"));
            app.MapGet("/strange-charset", () => Results.Bytes(Encoding.UTF8.GetBytes("blåbär"), "text/html; charset=klingon"));
            app.MapGet("/zipped", async (HttpResponse response) =>
            {
                (response.ContentType, response.Headers.ContentEncoding) = ("text/html", "gzip");
                await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest);
                await zip.WriteAsync(Encoding.UTF8.GetBytes("blåbär"));
            });
            app.MapGet("/moved", () => Results.Redirect("plain/../latin1", permanent: true));
            app.MapGet("/plain", () => Results.Content("<br-blåbär", "text/plain; charset=utf-8"));
        });
        await using var test = Open();

        var (_, result) = await test.RunAsync("extract-vocabulary", Input(pages[path]));

        Words(result).Should().Equal($"{expected} 1 0");
    }

    [Theory]
    [InlineData("/nothing", "the page {0} does not exist (404).")]
    [InlineData("/broken", "{1} answered 500 Internal Server Error.")]
    [InlineData("/forbidden", "{1} answered 403 Forbidden.")]
    [InlineData("/photo", "its content type is image/png, not text.")]
    [InlineData("/binary", "its content is not text.")]
    [InlineData("/huge", "it exceeds the maximum size of 5 MB.")]
    [InlineData("/bomb", "it exceeds the maximum size of 5 MB.")]
    [InlineData("/damaged", "its content is corrupt.")]
    [InlineData("/loop", "it was redirected more than 5 times, most recently to {0}.")]
    [InlineData("/away", "it was redirected to ftp://example.com/, which is not an http or https URL.")]
    [InlineData("/nowhere", "{1} answered 302 Found.")]
    [InlineData("/cut", "the connection to {1} was interrupted.")]
    [InlineData("/cut-at-once", "the connection to {1} was interrupted.")]
    public async Task Fetch_PageThatCannotBeHad_FailsInWords(string path, string expected)
    {
        await using var pages = await PageHost.StartAsync(MapBadPages);
        await using var test = Open();

        var failed = await test.Awaiting(t => t.RunAsync("extract-vocabulary", Input(pages[path]))).Should().ThrowAsync<ArticleException>();

        failed.Which.Message
            .Should().Be("Could not fetch the article: " + string.Format(null, expected, pages[path], pages.Address.Authority));
        Stored().Should().Be(0);
    }

    [Fact]
    public async Task Fetch_NobodyListens_SaysThatTheConnectionWasRefused()
    {
        // bound, so that nobody else can use the port, but not listening
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("extract-vocabulary", Input(new Uri($"http://{taken.LocalEndPoint}/a"))))
            .Should().ThrowAsync<ArticleException>()
            .WithMessage($"Could not fetch the article: {taken.LocalEndPoint} refused the connection.");
    }

    [Fact]
    public async Task Fetch_NoSecureConnection_ReportsIt()
    {
        await using var pages = await PageHost.StartAsync(_ => { });
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("extract-vocabulary", Input(new Uri($"https://{pages.Address.Authority}/"))))
            .Should().ThrowAsync<ArticleException>()
            .WithMessage("Could not fetch the article: * does not offer a trusted secure connection.");
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "the server nowhere.example could not be found.")]
    [InlineData(HttpRequestError.ConnectionError, "nowhere.example cannot be reached.")]
    [InlineData(HttpRequestError.InvalidResponse, "nowhere.example sent an invalid response.")]
    public async Task Fetch_NetworkThatFails_SaysHow(HttpRequestError error, string expected)
    {
        await using var test = Open(
            tasks => tasks.Services.AddHttpClient<ArticleClient>().ConfigurePrimaryHttpMessageHandler(() => new FailingNetwork(error)));

        await test.Awaiting(t => t.RunAsync("extract-vocabulary", Input(new Uri("http://nowhere.example/a"))))
            .Should().ThrowAsync<ArticleException>()
            .WithMessage("Could not fetch the article: " + expected);
    }

    [Fact]
    public async Task Fetch_ServerThatNeverAnswers_GivesUpAfterTwentySeconds()
    {
        var (time, asked) = (new ManualTimeProvider(), new TaskCompletionSource());
        await using var pages = await PageHost.StartAsync(app => app.MapGet("/slow", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("the first words and then nothing more");
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        await using var test = Open(time: time);
        var task = await test.Monitor.StartAsync("extract-vocabulary", Json.Parse(Input(pages["/slow"])));
        await asked.Task;

        time.Advance(TimeSpan.FromSeconds(20));

        await task.Awaiting(t => t.Completion)
            .Should().ThrowAsync<ArticleException>()
            .WithMessage($"Could not fetch the article: {pages.Address.Authority} did not respond within 20 seconds.");
    }

    [Fact]
    public async Task Cancel_WhileFetching_StopsTheRequestAndStoresNothing()
    {
        var (asked, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var pages = await PageHost.StartAsync(app => app.MapGet("/slow", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("the first words");
            await context.Response.Body.FlushAsync();
            context.RequestAborted.Register(gone.SetResult);
            asked.SetResult();
            await gone.Task;
        }));
        await using var test = Open();
        var task = await test.Monitor.StartAsync("extract-vocabulary", Json.Parse(Input(pages["/slow"])));
        await asked.Task;

        await task.CancelAsync();

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        await gone.Task.WaitAsync(TestMonitor.MaxWait);
        Stored().Should().Be(0);
    }

    [Fact]
    public void Add_StoppedHalfWay_KeepsNothing()
    {
        var table = new VocabularyTable(_data.File("vocabulary.db"));

        table.Invoking(words => words.Add(Language.English, HalfOfTheWords())).Should().Throw<OperationCanceledException>();

        Stored().Should().Be(0);

        static IEnumerable<KeyValuePair<string, int>> HalfOfTheWords()
        {
            yield return new("lamp", 1);
            throw new OperationCanceledException();
        }
    }

    [Theory]
    [InlineData("""{"url":"harbour"}""", "url: Enter a URL, such as https://example.com/page.")]
    [InlineData("""{"url":"file:///etc/passwd"}""", "url: Enter a URL, such as https://example.com/page.")]
    [InlineData("""{"language":"klingon"}""", "language: Choose one of english, swedish, german, french, spanish, other.")]
    public async Task Start_WrongInput_SaysWhatToEnter(string input, string expected)
    {
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("extract-vocabulary", input))
            .Should().ThrowAsync<InvalidInputException>().WithMessage(expected);
    }

    [Fact]
    public async Task Extract_AddressAndFile_AsksForOne()
    {
        await using var test = Open();
        var input = await UploadAsync(test, "a.txt", "lamp", ""","url":"http://example.com/" """);

        await test.Awaiting(t => t.RunAsync("extract-vocabulary", input))
            .Should().ThrowAsync<System.ComponentModel.DataAnnotations.ValidationException>()
            .WithMessage("Enter a URL or choose a file, not both.");
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    private static void MapBadPages(WebApplication app)
    {
        app.MapGet("/broken", () => Results.StatusCode(500));
        app.MapGet("/forbidden", () => Results.StatusCode(403));
        app.MapGet("/photo", () => Results.Bytes([1, 2, 3], "image/png"));
        app.MapGet("/binary", () => Results.Bytes([65, 0, 66], "text/html"));
        app.MapGet("/loop", () => Results.Redirect("/loop"));
        app.MapGet("/away", () => Results.Redirect("ftp://example.com/"));
        app.MapGet("/nowhere", () => Results.StatusCode(302));
        app.MapGet("/huge", async (HttpContext context) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
            }
        });
        app.MapGet("/bomb", async (HttpResponse response) =>
        {
            response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(response.Body, CompressionLevel.Optimal);
            await zip.WriteAsync(new byte[20_000_000]);
        });
        app.MapGet("/damaged", async (HttpResponse response) =>
        {
            response.Headers.ContentEncoding = "gzip";
            await response.WriteAsync("this was never zipped");
        });
        app.MapGet("/cut-at-once", (HttpContext context) => context.Abort());
        app.MapGet("/cut", async (HttpContext context) =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("half of it");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
    }

    private static IEnumerable<string> Words(JsonElement result) =>
        result.GetProperty("words").EnumerateArray()
            .Select(word => $"{word.GetProperty("word")} {word.GetProperty("count")} {word.GetProperty("before")}");

    private static string Input(Uri address, string more = "") => $$"""{"url":"{{address}}"{{more}}}""";

    private static async Task<string> UploadAsync(TestMonitor test, string name, string text, string more = "")
    {
        var token = await test.Monitor.Uploads.SaveAsync(name, new MemoryStream(Encoding.UTF8.GetBytes(text)), default);
        return $$"""{"min_length":1,"file":"{{token}}"{{more}}}""";
    }

    private TestMonitor Open(Action<BlazorTasksBuilder>? configure = null, ManualTimeProvider? time = null) => new(
        tasks =>
        {
            tasks.AddTasksFrom(typeof(ExtractVocabulary).Assembly).Configure(options => options.UploadFolder = _data.File("uploads"));
            tasks.Services.AddSamples(_data.Path);
            configure?.Invoke(tasks);
        },
        time);

    private int Stored()
    {
        using var connection = new VocabularyTable(_data.File("vocabulary.db")).Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM words";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The machine's network, when it fails in ways that a test cannot bring about.</summary>
    private sealed class FailingNetwork(HttpRequestError error) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(error);
    }
}
