using BlazorTasks.Components.Access;

namespace BlazorTasks.Tests.Components.Access;

public class ClientAddressTests
{
    [Theory]
    [InlineData("::ffff:203.0.113.5", "203.0.113.5")]
    [InlineData("203.0.113.5", "203.0.113.5")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public void Of_AnyProtocol_IsOneAddress(string remote, string expected)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(remote) } };

        ClientAddress.Of(context)!.ToString().Should().Be(expected);
    }
}
