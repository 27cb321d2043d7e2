namespace BlazorTasks.Tests.Support;

/// <summary>A store that counts how often each of its methods is called.</summary>
public class CountingStore : DispatchProxy
{
    private readonly ITaskStore _store = new InMemoryTaskStore();
    private readonly ConcurrentDictionary<string, int> _calls = [];

    public static ITaskStore Create() => DispatchProxy.Create<ITaskStore, CountingStore>();

    /// <summary>How often a method was called.</summary>
    public static int CallsOf(ITaskStore store, string method) => ((CountingStore)(object)store)._calls.GetValueOrDefault(method);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls.AddOrUpdate(targetMethod!.Name, 1, (_, calls) => calls + 1);
        return targetMethod.Invoke(_store, args);
    }
}
