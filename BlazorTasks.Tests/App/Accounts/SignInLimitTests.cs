namespace BlazorTasks.Tests.App.Accounts;

public sealed class SignInLimitTests : IDisposable
{
    private readonly SignInLimit _limit = new();

    [Theory]
    [InlineData("203.0.113.5", "203.0.113.5", "203.0.113.6")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")]
    public void TryAcquire_TooMany_StopsTheNetworkAndNoOther(string address, string same, string other)
    {
        for (var i = 0; i < SignInLimit.PerMinute; i++)
        {
            _limit.TryAcquire(IPAddress.Parse(address)).Should().BeTrue();
        }

        _limit.TryAcquire(IPAddress.Parse(same)).Should().BeFalse();
        _limit.TryAcquire(IPAddress.Parse(other)).Should().BeTrue();
    }

    public void Dispose() => _limit.Dispose();
}
