using System.Net;
using System.Net.Sockets;

namespace BlazorTasks.Cluster.Orleans;

/// <summary>Where this node can be reached, and where it listens.</summary>
internal sealed record LinkEndpoint(IPEndPoint Advertised, IPEndPoint Listening)
{
    /// <summary>Determines the address by the settings, and otherwise by the way to the database.</summary>
    /// <exception cref="InvalidOperationException">Other nodes could not reach the address. The message explains why.</exception>
    public static LinkEndpoint Of(LinkSettings settings)
    {
        var database = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        var local = LocalAddress(database.Host!.Split(',')[0].Split(':')[0], database.Port);
        var given = settings.Options.LinkAddress ?? Environment.GetEnvironmentVariable("POD_IP");
        var (address, advertised) = given is null ? (local, 0) : Parse(given);
        if (IPAddress.IsLoopback(address) && !IPAddress.IsLoopback(local))
        {
            throw new InvalidOperationException(
                $"The address {address} of this node cannot be reached by nodes on other machines, but the database is on another " +
                "machine. Set BlazorTasks:Cluster:LinkAddress to an address of this machine.");
        }

        var any = address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        var listening = given is null || IPAddress.IsLoopback(address) ? address : any; // it may be that of a host around a container
        var port = settings.Options.LinkPort > 0 ? settings.Options.LinkPort : FreePort(listening);
        return new LinkEndpoint(new IPEndPoint(address, advertised > 0 ? advertised : port), new IPEndPoint(listening, port));
    }

    private static (IPAddress Address, int Port) Parse(string address) => IPEndPoint.TryParse(address, out var parsed)
        ? (parsed.Address, parsed.Port)
        : throw new InvalidOperationException($"BlazorTasks:Cluster:LinkAddress is not an IP address: {address}.");

    /// <summary>The local address from which a host is reached. Nothing is sent to find it.</summary>
    private static IPAddress LocalAddress(string host, int port)
    {
        if (host.StartsWith('/') || host.StartsWith('@'))
        {
            return IPAddress.Loopback; // the socket of a server on this machine
        }

        var address = Dns.GetHostAddresses(host)[0];
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address, port);
        return ((IPEndPoint)socket.LocalEndPoint!).Address;
    }

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
