namespace BlazorTasks.Dashboard.Access;

/// <summary>A page for people with at least this role. For others, it does not exist.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MinRoleAttribute(TaskRole role) : Attribute
{
    public TaskRole Role { get; } = role;
}
