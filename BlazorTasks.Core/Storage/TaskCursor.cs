using System.Buffers.Text;

namespace BlazorTasks.Storage;

/// <summary>
/// A position in a sorted list of tasks, and the direction of the page. Keyset pagination remains correct while tasks are
/// added and removed, and costs the same at any depth.
/// </summary>
/// <param name="Number">The time or duration of the task at this position, in microseconds, or 0 in a list by name.</param>
/// <param name="Word">The task's name in a list by name, or null.</param>
/// <param name="Id">The task's id.</param>
/// <param name="Forward">Whether the page follows or precedes this position.</param>
#pragma warning disable MA0097 // comparable for sorting only; operators are not needed
internal readonly record struct TaskCursor(long Number, string? Word, TaskId Id, bool Forward = true) : IComparable<TaskCursor>
#pragma warning restore MA0097
{
    /// <summary>Returns the position of a task in the order of a query.</summary>
    public static TaskCursor At(TaskSnapshot task, TaskSort sort) => sort switch
    {
        TaskSort.Duration => new((long)(task.Duration ?? TimeSpan.Zero).TotalMicroseconds, null, task.Id),
        TaskSort.Name => new(0, task.Name, task.Id),
        _ => new((task.FinishedAt ?? task.CreatedAt).ToUnixMicros(), null, task.Id),
    };

    /// <summary>Returns the position at which a query continues, or null to start at the beginning.</summary>
    /// <exception cref="ArgumentException">The cursor is invalid.</exception>
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
            throw new ArgumentException(
                $"'{query.Cursor}' is not a valid cursor. Use the cursor of another page, or omit it to get the first page.",
                nameof(query),
                error);
        }
    }

    /// <summary>Creates a page from the tasks that follow the cursor, which include one more than fits if there are more.</summary>
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

    /// <summary>Compares two positions in ascending order.</summary>
    public int CompareTo(TaskCursor other)
    {
        var byKey = Word is null ? Number.CompareTo(other.Number) : string.CompareOrdinal(Word, other.Word);
        return byKey != 0 ? byKey : Id.CompareTo(other.Id);
    }

    /// <summary>Returns the cursor as an opaque, URL-safe string.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, TaskJsonContext.Default.TaskCursor));
}
