using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Components.Access;

/// <summary>Where a request comes from: one address, whether it came by IPv4 or by IPv4 in IPv6.</summary>
internal static class ClientAddress
{
    public static IPAddress? Of(HttpContext context) => context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4()
        : context.Connection.RemoteIpAddress;

    /// <summary>Adds the address of a request to its user. A circuit has no request, but the user of the one that began it.</summary>
    public static ClaimsPrincipal AddTo(ClaimsPrincipal user, HttpContext context) =>
        new([.. user.Identities.Where(identity => identity is not AddressIdentity), new AddressIdentity(Of(context))]);

    /// <summary>Returns the address that was added to a user, or null.</summary>
    public static string? Of(ClaimsPrincipal user) => user.Identities.OfType<AddressIdentity>().FirstOrDefault()?.Address?.ToString();

    /// <summary>No claim of a sign-in can pretend to be it.</summary>
    private sealed class AddressIdentity(IPAddress? address) : ClaimsIdentity
    {
        public IPAddress? Address { get; } = address;
    }
}
