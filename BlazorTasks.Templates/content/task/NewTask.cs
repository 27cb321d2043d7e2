using BlazorTasks;

namespace Company.Tasks;

/// <summary>Does something that takes its time.</summary>
public sealed class NewTask(TimeProvider time)
{
    [MonitoredTask("NewTask", Description = "Says what it does in one sentence.")]
    public async Task<int> RunAsync(TaskContext task, int items = 10)
    {
        foreach (var item in task.Track(Enumerable.Range(1, items).ToList()))
        {
            task.Report($"Item {item} of {items}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, task.CancellationToken);
        }

        return items;
    }
}
