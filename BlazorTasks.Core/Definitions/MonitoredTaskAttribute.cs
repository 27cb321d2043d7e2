namespace BlazorTasks;

/// <summary>
/// Makes a method startable by name: from the dashboard, over the API and from code. Its parameters become the start
/// form; a <see cref="TaskContext"/>, a <see cref="CancellationToken"/> or an <see cref="IProgress{T}"/> of double is
/// handed in and asked of nobody. The class is made for each attempt, in a scope of its own.
/// </summary>
/// <param name="title">What people see, such as "Import customers". Its kebab-case is the name in the API and in URLs.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MonitoredTaskAttribute(string title) : Attribute
{
    /// <summary>What people see.</summary>
    public string Title { get; } = title;

    /// <summary>What it does, in a sentence.</summary>
    public string? Description { get; set; }

    /// <summary>Under which heading it is listed.</summary>
    public string? Group { get; set; }
}
