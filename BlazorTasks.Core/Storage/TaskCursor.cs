using System.Buffers.Binary;
using System.Buffers.Text;

namespace BlazorTasks.Storage;

/// <summary>
/// A place in a list of tasks ordered by time and id, and the direction to walk from there. Pages found by place stay
/// right while tasks come and go, and cost the same at any depth.
/// </summary>
/// <param name="Micros">The time of the task at this place, in microseconds since 1970.</param>
/// <param name="Id">Its id.</param>
/// <param name="Forward">Whether to walk towards older tasks.</param>
#pragma warning disable MA0097 // ordered for sorted collections; nobody compares two with an operator
internal readonly record struct TaskCursor(long Micros, TaskId Id, bool Forward) : IComparable<TaskCursor>
{
    private const int Size = 25;

    /// <summary>Before the newest task.</summary>
    public static TaskCursor Start { get; } = new(long.MaxValue, new TaskId(Guid.AllBitsSet), Forward: true);

    /// <summary>The place of a task: where it finished, or where it was created while it has not.</summary>
    public static TaskCursor At(TaskSnapshot task) => new((task.FinishedAt ?? task.CreatedAt).ToUnixMicros(), task.Id, Forward: true);

    /// <summary>Where a query goes on.</summary>
    /// <exception cref="ArgumentException">Its cursor was not made by a page.</exception>
    public static TaskCursor Of(TaskQuery query)
    {
        if (query.Cursor is null)
        {
            return Start;
        }

        Span<byte> bytes = stackalloc byte[Size];
        if (!Base64Url.TryDecodeFromChars(query.Cursor, bytes, out var length) || length != Size || bytes[0] > 1)
        {
            throw new ArgumentException($"'{query.Cursor}' is not a cursor. Take it from a page, or leave it out for the first one.", nameof(query));
        }

        return new TaskCursor(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), new TaskId(new Guid(bytes[9..], bigEndian: true)), bytes[0] == 1);
    }

    /// <summary>Makes a page out of the tasks that come next from the query's place, in walking order.</summary>
    public static TaskPage Page(TaskQuery query, Func<TaskCursor, IEnumerable<TaskSnapshot>> next)
    {
        var from = Of(query);
        var limit = Math.Clamp(query.Limit, 1, TaskQuery.MaxLimit);
        var found = next(from).Take(limit + 1).ToList();
        var more = found.Count > limit;
        if (more)
        {
            found.RemoveAt(limit);
        }

        if (!from.Forward)
        {
            found.Reverse();
        }

        var isFirst = from.Forward ? from == Start : !more;
        var isLast = from.Forward && !more;
        return new TaskPage(
            found,
            isFirst || found.Count == 0 ? null : (At(found[0]) with { Forward = false }).ToString(),
            isLast || found.Count == 0 ? null : At(found[^1]).ToString());
    }

    /// <summary>Whether a task lies on the way from here.</summary>
    public bool Covers(TaskSnapshot task)
    {
        var order = At(task).CompareTo(this);
        return Forward ? order < 0 : order > 0;
    }

    /// <inheritdoc />
    public int CompareTo(TaskCursor other)
    {
        var byTime = Micros.CompareTo(other.Micros);
        return byTime != 0 ? byTime : Id.CompareTo(other.Id);
    }

    /// <summary>The cursor as it is handed out: opaque, and safe in a URL.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Forward ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Micros);
        Id.Value.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
