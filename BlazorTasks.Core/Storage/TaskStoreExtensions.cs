using System.Runtime.CompilerServices;

namespace BlazorTasks.Storage;

/// <summary>Extension methods for stores.</summary>
internal static class TaskStoreExtensions
{
    /// <summary>Returns all matching tasks, one page at a time, so that only a few are in memory.</summary>
    public static async IAsyncEnumerable<TaskSnapshot> ListAllAsync(
        this ITaskStore store,
        TaskQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (TaskPage? page = null; page is null || page.Next is not null;)
        {
            page = await store.ListAsync(
                query with { Limit = TaskQuery.MaxLimit, Cursor = page?.Next },
                cancellationToken).ConfigureAwait(false);
            foreach (var task in page.Items)
            {
                yield return task;
            }
        }
    }
}
