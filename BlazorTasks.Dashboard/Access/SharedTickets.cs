using BlazorTasks.Cluster;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Tickets that any node can redeem, once. The user is encrypted; of one with an API key, only the id of the key is stored.
/// </summary>
internal sealed class SharedTickets(IDataProtectionProvider protection)
{
    private const string Area = "tickets";

    private readonly IDataProtector _protector = protection.CreateProtector("BlazorTasks.Tickets.v1");

    public Task PutAsync(ISharedState state, string hash, ClaimsPrincipal user, TimeSpan lifetime, CancellationToken stop) =>
        state.PutAsync(Area, hash, _protector.Protect(Write(user)), lifetime, stop);

    public async ValueTask<ClaimsPrincipal?> TakeAsync(
        ISharedState state,
        string hash,
        Func<string, ValueTask<ApiKey?>> findKey,
        CancellationToken stop)
    {
        if (await state.TakeAsync(Area, hash, stop) is not { } found)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(_protector.Unprotect(found.Value.ToArray())));
        var id = reader.ReadString();
        if (id.Length == 0)
        {
            return new ClaimsPrincipal(reader);
        }

        return await findKey(id) is { } key ? new ClaimsPrincipal(new ApiKeyIdentity(key)) : null;
    }

    private static byte[] Write(ClaimsPrincipal user)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var key = ApiKeyIdentity.KeyOf(user)?.Id;
        writer.Write(key ?? "");
        if (key is null)
        {
            user.WriteTo(writer);
        }

        writer.Flush();
        return stream.ToArray();
    }
}
