using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace BlazorTasks.Storage;

/// <summary>
/// A place in an ordered list of tasks, and the direction to walk from there. Pages found by place stay right while
/// tasks come and go, and cost the same at any depth.
/// </summary>
/// <param name="Number">The time or duration of the task at this place, in microseconds; 0 in a list by name.</param>
/// <param name="Word">Its name in a list by name, or null.</param>
/// <param name="Id">Its id.</param>
/// <param name="Forward">Whether to walk on, or back.</param>
#pragma warning disable MA0097 // ordered for lists; nobody compares two with an operator
internal readonly record struct TaskCursor(long Number, string? Word, TaskId Id, bool Forward = true) : IComparable<TaskCursor>
#pragma warning restore MA0097
{
    /// <summary>The place of a task in the order of a query.</summary>
    public static TaskCursor At(TaskSnapshot task, TaskSort sort) => sort switch
    {
        TaskSort.Duration => new((long)(task.Duration ?? TimeSpan.Zero).TotalMicroseconds, null, task.Id),
        TaskSort.Name => new(0, task.Name, task.Id),
        _ => new((task.FinishedAt ?? task.CreatedAt).ToUnixMicros(), null, task.Id),
    };

    /// <summary>Where a query goes on, or null for its beginning.</summary>
    /// <exception cref="ArgumentException">Its cursor was not made by a page.</exception>
    public static TaskCursor? Of(TaskQuery query)
    {
        if (query.Cursor is null)
        {
            return null;
        }

        try
        {
            var json = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(query.Cursor));
            return JsonSerializer.Deserialize(json, TaskJsonContext.Default.TaskCursor);
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"'{query.Cursor}' is not a cursor. Take it from a page, or leave it out for the first one.", nameof(query), error);
        }
    }

    /// <summary>Makes a page out of the tasks that come next from the query's place, in walking order, one more than fit if there are more.</summary>
    public static TaskPage Page(TaskQuery query, IEnumerable<TaskSnapshot> next)
    {
        var from = Of(query);
        var forward = from?.Forward ?? true;
        var found = next.Take(query.SafeLimit + 1).ToList();
        var more = found.Count > query.SafeLimit;
        if (more)
        {
            found.RemoveAt(query.SafeLimit);
        }

        if (!forward)
        {
            found.Reverse();
        }

        var isFirst = forward ? from is null : !more;
        var isLast = forward && !more;
        return new TaskPage(
            found,
            isFirst || found.Count == 0 ? null : (At(found[0], query.Sort) with { Forward = false }).ToString(),
            isLast || found.Count == 0 ? null : At(found[^1], query.Sort).ToString());
    }

    /// <summary>Compares two places by the order from small to large.</summary>
    public int CompareTo(TaskCursor other)
    {
        var byKey = Word is null ? Number.CompareTo(other.Number) : string.CompareOrdinal(Word, other.Word);
        return byKey != 0 ? byKey : Id.CompareTo(other.Id);
    }

    /// <summary>The cursor as it is handed out: opaque, and safe in a URL.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, TaskJsonContext.Default.TaskCursor));
}
