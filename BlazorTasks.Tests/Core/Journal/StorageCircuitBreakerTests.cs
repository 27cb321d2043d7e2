using BlazorTasks.Journal;

namespace BlazorTasks.Tests.Core.Journal;

public sealed class StorageDoorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly TwoClocks _time = new();
    private readonly StorageCircuitBreaker _door;

    public StorageDoorTests() => _door = new StorageCircuitBreaker(_time, Patience);

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void TroubleSince_ClockJumpsDuringAWrite_IsNull(int hours)
    {
        _door.OnWriting();

        _time.Now += TimeSpan.FromHours(hours);

        (_door.TroubleSince, _door.FailingSince, _door.IsClosed).Should().Be((null, null, false));
    }

    [Fact]
    public void IsClosed_ClockJumpsBackInTrouble_OpensNotAgain()
    {
        _door.OnWriting();
        _door.OnFailed();
        _time.Passes(Patience * 2);

        _time.Now -= TimeSpan.FromHours(2);

        _door.IsClosed.Should().BeTrue();
    }

    [Fact]
    public void FailingSince_WriteDoesNotComeBack_IsToldOnceNobodyWaitsForItAnyMore()
    {
        var begun = _time.Now;
        _door.OnWriting();

        _time.Passes(Patience);
        (_door.TroubleSince, _door.FailingSince).Should().Be((begun, null));
        _time.Passes(TimeSpan.FromSeconds(1));
        _door.FailingSince.Should().Be(begun);

        _door.OnWritten();
        (_door.TroubleSince, _door.FailingSince).Should().Be((null, null));
    }

    /// <summary>A machine on which time passes, and whose clock somebody sets.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private long _passed;

        public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _passed;

        public void Passes(TimeSpan time)
        {
            _passed += time.Ticks;
            Now += time;
        }
    }
}
