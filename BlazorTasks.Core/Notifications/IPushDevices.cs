using System.Security.Cryptography;

namespace BlazorTasks.Notifications;

/// <summary>
/// The browsers in which people are notified while no page is open (Web Push). There are none in an application that sends no
/// notifications.
/// </summary>
public interface IPushDevices
{
    /// <summary>Returns the public key with which browsers subscribe, the same on all nodes, or null if push is disabled.</summary>
    Task<string?> PublicKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns the browsers of a person, oldest first.</summary>
    Task<IReadOnlyList<PushDevice>> ListAsync(string person, CancellationToken cancellationToken = default);

    /// <summary>Adds a browser of a person, or replaces what is known of it.</summary>
    /// <param name="person">The id of the person.</param>
    /// <param name="subscription">What the browser returned when it subscribed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidInputException">The subscription is not valid, or its push service not one that may be used.</exception>
    Task<PushDevice> AddAsync(string person, PushSubscription subscription, CancellationToken cancellationToken = default);

    /// <summary>Removes a browser of a person, if it exists.</summary>
    Task RemoveAsync(string person, string id, CancellationToken cancellationToken = default);
}

/// <summary>A browser in which somebody is notified.</summary>
/// <param name="Id">Its id, which follows from the address of its subscription.</param>
/// <param name="Name">What it is, such as "Firefox on Linux".</param>
/// <param name="AddedAt">When it was added.</param>
public sealed record PushDevice(string Id, string Name, DateTimeOffset AddedAt)
{
    /// <summary>Returns the id of the browser whose subscription has an address.</summary>
    public static string IdOf(string endpoint) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)).AsSpan(0, 8));
}

/// <summary>The subscription of a browser to a push service, as its Push API returns it. Whoever has it can send to the browser.</summary>
/// <param name="Endpoint">The address at the push service, a secret.</param>
/// <param name="P256dh">The public key of the browser, Base64url.</param>
/// <param name="Auth">The secret of the browser, Base64url.</param>
/// <param name="Name">What the browser is, such as "Firefox on Linux".</param>
public sealed record PushSubscription(string Endpoint, string P256dh, string Auth, string Name)
{
    /// <summary>Returns the name only: the rest is secret.</summary>
    public override string ToString() => Name;
}
