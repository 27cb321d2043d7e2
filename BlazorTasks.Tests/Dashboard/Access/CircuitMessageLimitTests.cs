using Microsoft.AspNetCore.SignalR;

namespace BlazorTasks.Tests.Dashboard.Access;

public class CircuitMessageLimitTests
{
    [Theory]
    [InlineData(32 * 1024L, (4 * 64 * 1024L) + (32 * 1024))]
    [InlineData(1024 * 1024L, 1024 * 1024L)]
    [InlineData(null, null)]
    public void Apply_LimitOfTheHost_IsRaisedButNeverLowered(long? host, long? expected)
    {
        var options = new HubOptions { MaximumReceiveMessageSize = host };
        var limit = new CircuitMessageLimit();
        limit.Fit(new BlazorTasksOptions());

        limit.Apply(options);

        options.MaximumReceiveMessageSize.Should().Be(expected);
    }
}
