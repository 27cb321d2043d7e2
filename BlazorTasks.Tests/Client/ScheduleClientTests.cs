using BlazorTasks.Tests.Endpoints;

namespace BlazorTasks.Tests.Client;

/// <summary>Schedules with the .NET client, against a real server.</summary>
public sealed class ScheduleClientTests : ApiTest
{
    private static readonly DateTimeOffset Later = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ScheduleClient Schedules => new BlazorTasksClient(Client, new Uri(Host.Address, "/ops")).Schedules;

    [Fact]
    public async Task CreateToDelete_ASchedule_EachStepIsWhatTheServerHas()
    {
        var created = await Schedules.CreateAsync(
            new { Id = "nightly", Definition = "double", Input = new { Number = 21 }, Cron = "0 3 * * *", TimeZone = "Europe/Berlin" });
        created.Should().BeEquivalentTo(new { Id = "nightly", Definition = "double", Cron = "0 3 * * *", Enabled = true });
        (await Schedules.ListAsync()).Should().ContainSingle().Which.Id.Should().Be("nightly");

        (await Schedules.PauseAsync("nightly", Later, "holidays")).PausedUntil.Should().Be(Later);
        (await Schedules.ResumeAsync("nightly")).PausedUntil.Should().BeNull();
        var skipped = await Schedules.SkipNextAsync("nightly");
        skipped.NextAt.Should().BeAfter(created.NextAt!.Value);
        (await Schedules.RunAsync("nightly")).Schedule.Should().Be("nightly");
        (await Schedules.OccurrencesAsync("nightly", Later, Later.AddDays(2))).Should().HaveCount(2);

        await Schedules.DeleteAsync("nightly");
        (await Schedules.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Update_SomebodyWasFaster_IsRejectedAndChangesNothing()
    {
        var created = await Schedules.CreateAsync(new
        {
            Id = "hourly",
            Definition = "double",
            Input = new { Number = 1 },
            Cron = "@hourly"
        });
        await Schedules.UpdateAsync("hourly", new { Cron = "@daily" }, created.Edition);

        var late = () => Schedules.UpdateAsync("hourly", new { Cron = "@weekly" }, created.Edition);

        await late.Should().ThrowAsync<BlazorTasksClientException>();
        (await Schedules.GetAsync("hourly")).Cron.Should().Be("@daily");
    }
}
