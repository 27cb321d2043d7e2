namespace BlazorTasks.Tests.Support;

/// <summary>A test that takes minutes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullRunFactAttribute : FactAttribute
{
    internal const string Reason = "It takes minutes, and runs with ./test.sh --faults.";

    public FullRunFactAttribute() => Skip = FaultRun.IsFull ? null : Reason;
}

/// <summary>A test with several cases that take minutes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullRunTheoryAttribute : TheoryAttribute
{
    public FullRunTheoryAttribute() => Skip = FaultRun.IsFull ? null : FullRunFactAttribute.Reason;
}
