using System.Data.Common;
using BlazorTasks.Cluster;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// The requests with an Idempotency-Key that any node has received, and their responses: encrypted, because a response may contain
/// a secret. While the store cannot be reached, each node knows its own only.
/// </summary>
internal sealed class SharedReplies(TaskSource source, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Area = "replies";

    /// <summary>How long a request may be in progress. The request of a node that is gone ends with it.</summary>
    private static readonly TimeSpan MaxProgress = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait for the response of another node: longer than it takes to find out that the node is gone.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly IDataProtector _protector = protection.CreateProtector("BlazorTasks.Replies.v1");

    private ITaskCluster? Cluster => source.Cluster;

    /// <summary>Begins a request, unless another node has begun the same one.</summary>
    /// <returns>Null if this node has begun it. Otherwise what the other one has stored, after waiting for its response.</returns>
    public async Task<SharedRequest?> BeginAsync(string scope, string body, CancellationToken stop)
    {
        if (Cluster is not { } cluster)
        {
            return null;
        }

        try
        {
            var begun = time.GetTimestamp();
            var mine = Write(new SharedRequest(body, cluster.Here, null));
            while (!await cluster.State.TryAddAsync(Area, Hash.Of(scope), mine, MaxProgress, stop))
            {
                if (await cluster.State.FindAsync(Area, Hash.Of(scope), stop) is not { } stored)
                {
                    continue; // it has just failed there
                }

                var found = Read(stored);
                if (found is { Reply: not null } || found.Body != body || time.GetElapsedTime(begun) > MaxWait)
                {
                    return found;
                }

                await (await source.HasEndedAsync(found.Node, stop)
                    ? cluster.State.ReplaceAsync(Area, Hash.Of(scope), stored.Value, value: null, stop) // not what another took over
                    : Task.Delay(PollInterval, time, stop));
            }
        }
        catch (DbException)
        {
            // the command itself will report that the store is unavailable
        }

        return null;
    }

    /// <summary>Returns what a node has stored, or null.</summary>
    public async Task<SharedRequest?> FindAsync(string scope, CancellationToken stop) =>
        Cluster is { } cluster && await cluster.State.FindAsync(Area, Hash.Of(scope), stop) is { } found
            ? Read(found)
            : null;

    /// <summary>Stores the response to a request, for as long as its key is valid.</summary>
    public Task EndAsync(string scope, string body, IRecordable reply, TimeSpan lifetime) => QuietlyAsync(cluster =>
        cluster.State.PutAsync(
            Area,
            Hash.Of(scope),
            Write(new SharedRequest(body, cluster.Here, reply.Record())),
            lifetime,
            CancellationToken.None));

    /// <summary>A request has failed, so it may be sent again.</summary>
    public Task ForgetAsync(string scope) =>
        QuietlyAsync(cluster => cluster.State.RemoveAsync(Area, Hash.Of(scope), CancellationToken.None));

    private async Task QuietlyAsync(Func<ITaskCluster, Task> act)
    {
        try
        {
            await (Cluster is { } cluster ? act(cluster) : Task.CompletedTask);
        }
        catch (DbException)
        {
            // the response is given all the same
        }
    }

    private byte[] Write(SharedRequest request) => _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(request));

    private SharedRequest Read(SharedValue stored) =>
        JsonSerializer.Deserialize<SharedRequest>(_protector.Unprotect(stored.Value.ToArray()))!;
}

/// <summary>A request with an Idempotency-Key.</summary>
/// <param name="Body">The hash of its body.</param>
/// <param name="Node">The node that has received it first.</param>
/// <param name="Reply">The response, or null while it is in progress.</param>
internal sealed record SharedRequest(string Body, Guid Node, RecordedReply? Reply);
