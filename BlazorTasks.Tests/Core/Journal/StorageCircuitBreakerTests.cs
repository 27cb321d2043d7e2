using BlazorTasks.Journal;

namespace BlazorTasks.Tests.Core.Journal;

public sealed class StorageCircuitBreakerTests
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);
    private readonly TwoClocks _time = new();
    private readonly StorageCircuitBreaker _breaker;

    public StorageCircuitBreakerTests() => _breaker = new StorageCircuitBreaker(_time, MaxWait);

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void TroubleSince_ClockJumpsDuringAWrite_IsNull(int hours)
    {
        _breaker.OnWriting();

        _time.Now += TimeSpan.FromHours(hours);

        (_breaker.TroubleSince, _breaker.FailingSince, _breaker.IsClosed).Should().Be((null, null, false));
    }

    [Fact]
    public void IsClosed_ClockJumpsBackInTrouble_OpensNotAgain()
    {
        _breaker.OnWriting();
        _breaker.OnFailed();
        _time.Passes(MaxWait * 2);

        _time.Now -= TimeSpan.FromHours(2);

        _breaker.IsClosed.Should().BeTrue();
    }

    [Fact]
    public void FailingSince_WriteDoesNotComeBack_IsReportedOnceNobodyWaitsForItAnymore()
    {
        var begun = _time.Now;
        _breaker.OnWriting();

        _time.Passes(MaxWait);
        (_breaker.TroubleSince, _breaker.FailingSince).Should().Be((begun, null));
        _time.Passes(TimeSpan.FromSeconds(1));
        _breaker.FailingSince.Should().Be(begun);

        _breaker.OnWritten();
        (_breaker.TroubleSince, _breaker.FailingSince).Should().Be((null, null));
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
