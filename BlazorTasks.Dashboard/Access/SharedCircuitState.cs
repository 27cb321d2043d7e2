using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using BlazorTasks.Cluster;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Hybrid;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Keeps the state of pages whose circuit was paused or has ended where all nodes find it, so that another node can continue
/// the page. ASP.NET Core expects a cache for that.
/// </summary>
internal sealed class SharedCircuitState(ISharedState state, IDataProtectionProvider protection) : HybridCache
{
    private const string Area = "circuits";

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(2);

    /// <summary>The type that is stored is internal to ASP.NET Core, and so are its setters.</summary>
    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { UseInternalSetters } },
    };

    private readonly IDataProtector _protector = protection.CreateProtector("BlazorTasks.Circuits.v1");

    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state1,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default) =>
        await state.FindAsync(Area, key, cancellationToken) is { } found
            ? JsonSerializer.Deserialize<T>(_protector.Unprotect(found.Value.ToArray()), Json)!
            : default!;

    public override async ValueTask SetAsync<T>(
        string key,
        T value,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default) =>
        await state.PutAsync(
            Area,
            key,
            _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(value, Json)),
            options?.Expiration ?? DefaultLifetime,
            cancellationToken);

    public override async ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) =>
        await state.RemoveAsync(Area, key, cancellationToken);

    public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    private static void UseInternalSetters(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Set is null && property.AttributeProvider is PropertyInfo { SetMethod: not null } settable)
            {
                property.Set = settable.SetValue;
            }
        }
    }
}
