namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The holiday calendars of schedules.</summary>
internal static class CalendarsApi
{
    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        var calendars = api.MapGroup("/calendars").WithTags("Schedules");
        calendars.MapGet("", ListAsync).WithSummary("List all holiday calendars, by name").Produces<ApiCalendars>();
        calendars.MapPut("/{name}", PutAsync)
            .WithSummary("Store a holiday calendar: {days: [{day, label}]}, or an iCalendar file (text/calendar)")
            .Accepts<CalendarRequest>()
            .Produces<ApiCalendar>()
            .ProducesProblems(400, 403, 413, 415, 422, 503);
        calendars.MapDelete("/{name}", DeleteAsync)
            .WithSummary("Delete a holiday calendar. Schedules that use it are paused")
            .Produces(204)
            .ProducesProblems(403, 404, 503);
    }

    private static async Task<ApiReply<ApiCalendars>> ListAsync(HttpContext context, TaskAccess access)
    {
        new ApiQuery(context).Check();
        var calendars = await access.Schedules.CalendarsAsync(context.RequestAborted);
        return new(StatusCodes.Status200OK, new ApiCalendars([.. calendars.Select(calendar => calendar.ToApi())]));
    }

    private static async Task<ApiReply<ApiCalendar>> PutAsync(string name, HttpContext context, TaskAccess access)
    {
        try
        {
            var calendar = context.Request.ContentType?.StartsWith("text/calendar", StringComparison.OrdinalIgnoreCase) == true
                ? HolidayCalendar.FromIcs(name, Encoding.UTF8.GetString((await RequestBody.BytesAsync(context)).Span))
                : CalendarRequest.Read(name, await RequestBody.JsonAsync(context));
            await access.Schedules.PutCalendarAsync(calendar);
            return new(StatusCodes.Status200OK, calendar.ToApi());
        }
        catch (FormatException error)
        {
            throw new ProblemException(Problem.Invalid(new Dictionary<string, string> { ["days"] = error.Message }));
        }
        catch (ArgumentException error)
        {
            throw new ProblemException(Problem.Invalid(new Dictionary<string, string> { ["name"] = ErrorText.Of(error) }));
        }
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(string name, TaskAccess access) =>
        await access.Schedules.DeleteCalendarAsync(name)
            ? TypedResults.NoContent()
            : Problem.Of(StatusCodes.Status404NotFound, "The holiday calendar does not exist.", "not_found");

    /// <summary>A request to store a holiday calendar.</summary>
    /// <param name="Days">The days.</param>
    internal sealed record CalendarRequest(IReadOnlyList<ApiHoliday> Days)
    {
        public static HolidayCalendar Read(string name, JsonMembers body)
        {
            var days = body.Any("days") is { ValueKind: JsonValueKind.Array } given && given.GetArrayLength() <= HolidayCalendar.MaxDays
                ? given.EnumerateArray().Select(DayOf).ToList()
                : [null];
            if (days.Contains(null))
            {
                body.Wrong<object>(
                    "days",
                    """This must be an array of at most 5,000 objects such as {"day": "2026-12-25", "label": "Christmas"}""");
            }

            body.Check();
            return new HolidayCalendar(name, days!);
        }

        private static Holiday? DayOf(JsonElement item) =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty("day", out var day) && day.ValueKind == JsonValueKind.String
                && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                ? new Holiday(at, LabelOf(item))
                : null;

        private static string? LabelOf(JsonElement item) =>
            item.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.String ? label.GetString() : null;
    }
}
