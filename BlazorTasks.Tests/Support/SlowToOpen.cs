namespace BlazorTasks.Tests.Support;

/// <summary>A store in memory that opens when it is told to.</summary>
public class SlowToOpen : DispatchProxy
{
    private readonly InMemoryTaskStore _store = new();
    private readonly TaskCompletionSource _opens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static ITaskStore Create() => Create<ITaskStore, SlowToOpen>();

    /// <summary>Lets it open.</summary>
    public static void Open(ITaskStore store) => ((SlowToOpen)store)._opens.SetResult();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(ITaskStore.OpenAsync) ? _opens.Task : targetMethod.Invoke(_store, args);
}
