using System.Reflection;

namespace BlazorTasks.Definitions;

/// <summary>All definitions of this program, by name.</summary>
public sealed class TaskCatalog
{
    private readonly Dictionary<string, TaskDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodInfo, TaskDefinition> _byMethod = [];

    /// <summary>Finds every method with <see cref="MonitoredTaskAttribute"/> in the assemblies.</summary>
    /// <exception cref="TaskSetupException">A method cannot be a definition, or two have one name; the message names them.</exception>
    public TaskCatalog(IEnumerable<Assembly> assemblies)
    {
        foreach (var definition in assemblies.Distinct().SelectMany(DefinitionsIn))
        {
            if (definition.Name == ExternalStart.Definition)
            {
                throw new TaskSetupException($"[MonitoredTask] on {NameOf(definition)}: \"{definition.Title}\" is the name of tasks that scripts do. Give it another title.");
            }

            if (!_byName.TryAdd(definition.Name, definition))
            {
                throw new TaskSetupException(
                    $"Two methods are called \"{definition.Name}\": {NameOf(_byName[definition.Name])} and {NameOf(definition)}. Give one [MonitoredTask] another title.");
            }

            _byMethod[definition.Method] = definition;
        }

        All = [.. _byName.Values.OrderBy(definition => definition.Group, StringComparer.CurrentCulture).ThenBy(definition => definition.Title, StringComparer.CurrentCulture)];
    }

    /// <summary>The definitions, by group and title.</summary>
    public IReadOnlyList<TaskDefinition> All { get; }

    /// <summary>The definition with this name, or null.</summary>
    public TaskDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    internal TaskDefinition? Find(MethodInfo method) => _byMethod.GetValueOrDefault(method);

    private static IEnumerable<TaskDefinition> DefinitionsIn(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<MonitoredTaskAttribute>(inherit: false)
        where attribute is not null
        select TaskDefinition.From(method, attribute);

    private static string NameOf(TaskDefinition definition) => $"{definition.Method.DeclaringType!.FullName}.{definition.Method.Name}";
}
