namespace BlazorTasks.Tests.Endpoints;

public sealed class SchedulesApiTests : ApiTest
{
    private const string Nightly =
        """
        {"id":"nightly","definition":"no-result","cron":"0 3 * * MON-FRI","time_zone":"Europe/Berlin","tags":["night"],
         "timeout":"00:30:00"}
        """;

    [Fact]
    public async Task Create_GetListDelete_SayWhatIsThere()
    {
        var response = await PostAsync("schedules", Nightly);
        var created = await JsonAsync(response, HttpStatusCode.Created);

        response.Headers.Location!.ToString().Should().Be("/ops/api/schedules/nightly");
        response.Headers.ETag!.Tag.Should().Be("\"1\"");
        created.GetProperty("description").GetString().Should().Be("Every weekday at 03:00, Europe/Berlin");
        (created.GetProperty("owner").GetString(), created.GetProperty("missed").GetString(), created.GetProperty("overlap")
            .GetString(), created.GetProperty("enabled").GetBoolean())
            .Should().Be(("local", "once", "skip", true));
        created.GetProperty("next_at").GetDateTimeOffset().Should().BeAfter(DateTimeOffset.UtcNow);
        (await JsonAsync(await Client.GetAsync("schedules"), HttpStatusCode.OK)).GetProperty("items").GetArrayLength().Should().Be(1);
        (await JsonAsync(await Client.GetAsync("schedules/nightly"), HttpStatusCode.OK)).GetProperty("id").GetString().Should()
            .Be("nightly");
        await ProblemAsync(await PostAsync("schedules", Nightly), HttpStatusCode.Conflict);
        await JsonAsync(await Client.DeleteAsync("schedules/nightly"), HttpStatusCode.OK);
        await ProblemAsync(await Client.GetAsync("schedules/nightly"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Change_GivenMembers_AreReplacedAndTheRestIsKept()
    {
        await PostAsync("schedules", Nightly);

        var changed = await JsonAsync(await PatchAsync("""{"every":"00:15:00","tags":null,"overlap":"queue"}"""), HttpStatusCode.OK);

        changed.GetProperty("cron").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        changed.GetProperty("tags").GetArrayLength().Should().Be(0);
        (changed.GetProperty("every").GetString(), changed.GetProperty("overlap").GetString(), changed.GetProperty("timeout")
            .GetString(), changed.GetProperty("time_zone").GetString())
            .Should().Be(("00:15:00", "queue", "00:30:00", "Europe/Berlin"));
    }

    [Fact]
    public async Task Change_WithIfMatch_IsRejectedIfSomeoneElseWasFaster()
    {
        await PostAsync("schedules", Nightly);

        (await PatchAsync("""{"priority":1}""", "\"1\"")).Headers.ETag!.Tag.Should().Be("\"2\"");
        var problem = await ProblemAsync(await PatchAsync("""{"priority":2}""", "\"1\""), HttpStatusCode.PreconditionFailed);

        problem.GetProperty("detail").GetString().Should().Contain("changed by someone else");
    }

    [Theory]
    [InlineData("""{"id":"x","definition":"no-result","cron":"0 3 * 13 *"}""", "cron",
        "The month is 13, but must be between 1 and 12, or JAN to DEC.")]
    [InlineData("""{"id":"x","definition":"no-result","cron":"0 0 31 2 *"}""", "cron",
        "\"0 0 31 2 *\" never fires: there is no such day in any year.")]
    [InlineData("""{"id":"x","definition":"double","cron":"@daily","input":{"number":"many"}}""", "input.number", null)]
    [InlineData("""{"id":"My job","definition":"no-result","cron":"@daily"}""", "id", null)]
    [InlineData("""{"id":"x","definition":"gone","cron":"@daily"}""", "definition", "The definition 'gone' does not exist.")]
    [InlineData("""{"id":"x","definition":"no-result","every":"soon"}""", "every", null)]
    [InlineData("""{"id":"x","definition":"no-result","dates":["tomorrow"]}""", "dates", null)]
    [InlineData("""{"id":"x","definition":"no-result","cron":"@daily","missed":"sometimes"}""", "missed",
        "This must be one of once, all, none, ask")]
    [InlineData("""{"id":"x","definition":"no-result","corn":"@daily"}""", "corn", null)]
    public async Task Create_Invalid_ExplainsTheField(string body, string field, string? message)
    {
        var errors = (await ProblemAsync(await PostAsync("schedules", body), HttpStatusCode.UnprocessableEntity)).GetProperty("errors");

        var text = errors.GetProperty(field)[0].GetString();
        text.Should().NotBeNullOrEmpty();
        if (message is not null)
        {
            text.Should().Be(message);
        }
    }

    [Fact]
    public async Task Commands_PauseResumeSkipRun_TakeEffect()
    {
        var next = (await JsonAsync(await PostAsync("schedules", Nightly), HttpStatusCode.Created)).GetProperty("next_at")
            .GetDateTimeOffset();

        var skipped = await JsonAsync(await PostAsync("schedules/nightly/skip", ""), HttpStatusCode.OK);
        skipped.GetProperty("next_at").GetDateTimeOffset().Should().BeAfter(next);
        skipped.GetProperty("last_skipped").GetProperty("due_at").GetDateTimeOffset().Should().Be(next);
        var paused = await JsonAsync(await PostAsync("schedules/nightly/pause",
            """{"until":"2099-01-01T00:00:00Z","reason":"Stocktaking"}"""), HttpStatusCode.OK);
        (paused.GetProperty("enabled").GetBoolean(), paused.GetProperty("pause").GetProperty("by")
            .GetString(), paused.GetProperty("paused_until").GetString())
            .Should().Be((false, "local", "2099-01-01T00:00:00Z"));
        var task = await JsonAsync(await PostAsync("schedules/nightly/run", ""), HttpStatusCode.Accepted);
        task.GetProperty("schedule").GetString().Should().Be("nightly");
        task.GetProperty("run_at").GetDateTimeOffset().Should().BeBefore(next);
        (await JsonAsync(await PostAsync("schedules/nightly/resume", ""), HttpStatusCode.OK)).GetProperty("enabled").GetBoolean().Should()
            .BeTrue();
        await ProblemAsync(await PostAsync("schedules/nightly/resume", ""), HttpStatusCode.Conflict);
        (await JsonAsync(await Client.GetAsync("tasks?schedule=nightly"), HttpStatusCode.OK)).GetProperty("items").GetArrayLength()
            .Should().Be(1);
        (await JsonAsync(await Client.GetAsync("tasks?schedule=other"), HttpStatusCode.OK)).GetProperty("items").GetArrayLength().Should()
            .Be(0);
    }

    [Fact]
    public async Task Occurrences_OfAPeriod_AreListed()
    {
        await PostAsync("schedules", Nightly);

        var week = await JsonAsync(
            await Client.GetAsync("schedules/nightly/occurrences?from=2026-10-23T00:00:00Z&to=2026-10-27T00:00:00Z"), HttpStatusCode.OK);

        week.GetProperty("items").EnumerateArray().Select(at => at.GetString()).Should()
            .Equal("2026-10-23T01:00:00Z", "2026-10-26T02:00:00Z");
    }

    [Fact]
    public async Task Calendars_AsJsonOrAsAFile_AreStored()
    {
        var json = await JsonAsync(await Client.PutAsync("calendars/ours",
            new StringContent("""{"days":[{"day":"2026-12-25","label":"Christmas"}]}""", Encoding.UTF8, "application/json")),
            HttpStatusCode.OK);
        var file = new StringContent(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nSUMMARY:New Year\nEND:VEVENT\nEND:VCALENDAR", Encoding.UTF8,
            "text/calendar");
        await JsonAsync(await Client.PutAsync("calendars/theirs", file), HttpStatusCode.OK);

        json.GetProperty("days")[0].GetProperty("label").GetString().Should().Be("Christmas");
        (await JsonAsync(await Client.GetAsync("calendars"), HttpStatusCode.OK)).GetProperty("items").EnumerateArray()
            .Select(one => one.GetProperty("name").GetString()).Should().Equal("ours", "theirs");
        (await Client.DeleteAsync("calendars/ours")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await ProblemAsync(await Client.DeleteAsync("calendars/ours"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.PutAsync("calendars/ours",
            new StringContent("""{"days":[{"day":"25 December"}]}""", Encoding.UTF8, "application/json")),
            HttpStatusCode.UnprocessableEntity);
        await ProblemAsync(await Client.PutAsync("calendars/ours", new StringContent("hello", Encoding.UTF8, "text/calendar")),
            HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Audit_OfASchedule_NamesIt()
    {
        await PostAsync("schedules", Nightly);

        var entry = (await JsonAsync(await Client.GetAsync("audit?action=create_schedule"), HttpStatusCode.OK)).GetProperty("items")[0];

        entry.GetProperty("task_name").GetString().Should().Be("nightly");
        entry.GetProperty("task_id").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    private Task<HttpResponseMessage> PatchAsync(string json, string? match = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch,
            "schedules/nightly")
        { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        return Client.SendAsync(request);
    }
}
