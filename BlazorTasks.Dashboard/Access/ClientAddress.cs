using System.Net;

namespace BlazorTasks.Dashboard.Access;

/// <summary>Where a request comes from: one address, whether it came by IPv4 or by IPv4 in IPv6.</summary>
internal static class ClientAddress
{
    public static IPAddress? Of(HttpContext context) => context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4()
        : context.Connection.RemoteIpAddress;
}
