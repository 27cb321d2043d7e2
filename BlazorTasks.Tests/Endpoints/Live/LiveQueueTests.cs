using BlazorTasks.Dashboard.Endpoints.Live;

namespace BlazorTasks.Tests.Endpoints.Live;

public class LiveQueueTests
{
    private static readonly DashboardOptions Limits = new() { MaxQueuedMessages = 100, MaxQueuedBytes = 100_000 };

    [Fact]
    public void Since_MoreThanIsRetained_RetainsTheNewestAndReportsWhatWasTrimmed()
    {
        var recent = new RecentMessages(most: 3, mostBytes: 1_000_000);
        for (var number = 1; number <= 5; number++)
        {
            recent.Add(Message(number));
        }

        Numbers(recent, 2).Should().Equal(3, 4, 5);
        Numbers(recent, 4).Should().Equal(5);
        Numbers(recent, 5).Should().BeEmpty();
        Numbers(recent, 1).Should().BeNull();
        Numbers(recent, 6).Should().BeNull();
    }

    [Fact]
    public void Since_MoreBytesThanAreKept_KeepsTheNewestAlone()
    {
        var recent = new RecentMessages(most: 100, mostBytes: 4_000);
        Enumerable.Range(1, 4).ToList().ForEach(number => recent.Add(Message(number)));
        recent.Add(Message(5, text: new string('x', 5_000)));

        Numbers(recent, 4).Should().Equal(5);
        Numbers(recent, 3).Should().BeNull();
    }

    [Fact]
    public async Task Offer_MoreThanMayWait_LetsTheClientGo()
    {
        var client = LiveClient.Of(Person.Local, TaskFilter.None, Limits);
        for (var number = 1; number <= Limits.MaxQueuedMessages; number++)
        {
            client.Offer(Message(number));
        }

        client.TryTake(out var first).Should().BeTrue();
        client.Offer(Message(2_000));
        client.Offer(Message(2_001));

        first!.Number.Should().Be(1);
        client.TryTake(out _).Should().BeFalse();
        await client.Awaiting(one => one.WaitAsync(CancellationToken.None).AsTask())
            .Should().ThrowAsync<StreamEndedException>().WithMessage("slow_consumer");
    }

    [Fact]
    public void Offer_LargeMessages_MayGoBeyondTheLimitOnce()
    {
        var client = LiveClient.Of(Person.Local, TaskFilter.None, Limits);
        var large = Message(1, text: new string('x', Limits.MaxQueuedBytes + 1));
        client.Offer(large);
        client.TryTake(out _).Should().BeTrue();

        client.Offer(large);
        client.Offer(large);

        client.TryTake(out _).Should().BeFalse();
    }

    private static LiveMessage Message(long number, string text = "")
    {
        var created = new TaskCreated("Task");
        var task = TaskSnapshot.From(TaskId.New(DateTimeOffset.UnixEpoch), created) with { Status = text };
        return LiveMessage.Of(task, created, null, number, $"00000000-{number}");
    }

    private static IEnumerable<long>? Numbers(RecentMessages recent, long after) =>
        recent.Since(after, LiveClient.Of(Person.Local, TaskFilter.None, Limits))?.Select(message => message.Number);
}
