using System.Collections;

namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>Several lists as one without copying, so that a view of 100,000 tasks allocates nothing per viewer.</summary>
internal sealed class ConcatenatedList(params IReadOnlyList<TaskSnapshot>[] parts) : IList<TaskSnapshot>
{
    public int Count { get; } = parts.Sum(part => part.Count);

    public bool IsReadOnly => true;

    public TaskSnapshot this[int index]
    {
        get
        {
            foreach (var part in parts)
            {
                if (index < part.Count)
                {
                    return part[index];
                }

                index -= part.Count;
            }

            throw new ArgumentOutOfRangeException(nameof(index));
        }
        set => throw new NotSupportedException();
    }

    public IEnumerator<TaskSnapshot> GetEnumerator() => parts.SelectMany(part => part).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int IndexOf(TaskSnapshot item) =>
        parts.SelectMany(part => part).TakeWhile(task => task != item).Count() is var index && index < Count ? index : -1;

    public bool Contains(TaskSnapshot item) => IndexOf(item) >= 0;

    public void CopyTo(TaskSnapshot[] array, int arrayIndex)
    {
        foreach (var task in this)
        {
            array[arrayIndex++] = task;
        }
    }

    public void Add(TaskSnapshot item) => throw new NotSupportedException();

    public void Clear() => throw new NotSupportedException();

    public void Insert(int index, TaskSnapshot item) => throw new NotSupportedException();

    public bool Remove(TaskSnapshot item) => throw new NotSupportedException();

    public void RemoveAt(int index) => throw new NotSupportedException();
}
