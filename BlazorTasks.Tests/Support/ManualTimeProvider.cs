namespace BlazorTasks.Tests.Support;

/// <summary>The clock of these tests: the one that people who write tasks test with.</summary>
public sealed class ManualTimeProvider : VirtualTime;
