using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Definitions;

/// <summary>All definitions of this program, by name.</summary>
public sealed class TaskCatalog
{
    private readonly Dictionary<string, TaskDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodInfo, TaskDefinition> _byMethod = [];
    private readonly List<UnavailableDefinition> _unavailable = [];

    /// <summary>Finds every method with <see cref="MonitoredTaskAttribute"/> in the assemblies. One that cannot be a definition keeps no other from being one: it is <see cref="Unavailable"/>.</summary>
    /// <param name="assemblies">Where to look.</param>
    /// <param name="services">Which parameters are services rather than fields; null if none is.</param>
    public TaskCatalog(IEnumerable<Assembly> assemblies, IServiceProviderIsService? services = null)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        var found = assemblies.Distinct().SelectMany(MethodsIn).Select(one => Make(one.Method, one.Attribute, services)).OfType<TaskDefinition>().ToList();
        foreach (var same in found.GroupBy(definition => definition.Name, StringComparer.Ordinal))
        {
            if (ProblemOf(same.Key, [.. same]) is { } problem)
            {
                _unavailable.AddRange(same.Select(definition => new UnavailableDefinition(definition.Name, definition.Title, problem)));
            }
            else
            {
                _byName[same.Key] = same.Single();
                _byMethod[same.Single().Method] = same.Single();
            }
        }

        All = [.. _byName.Values.OrderBy(definition => definition.Group, StringComparer.CurrentCulture).ThenBy(definition => definition.Title, StringComparer.CurrentCulture)];
    }

    /// <summary>The definitions, by group and title.</summary>
    public IReadOnlyList<TaskDefinition> All { get; }

    /// <summary>The methods with <see cref="MonitoredTaskAttribute"/> that cannot be started, and why.</summary>
    public IReadOnlyList<UnavailableDefinition> Unavailable => _unavailable;

    /// <summary>The definition with this name, or null.</summary>
    public TaskDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Why there is no definition with this name.</summary>
    public string WhyMissing(string name) => _unavailable.Find(definition => definition.Name == name) is { } unavailable
        ? $"'{name}' cannot be started: {unavailable.Reason}"
        : $"There is no definition '{name}'.";

    internal TaskDefinition? Find(MethodInfo method) => _byMethod.GetValueOrDefault(method);

    /// <summary>For a host that would rather not start than start without one of its definitions.</summary>
    /// <exception cref="TaskSetupException">Some are unavailable; the message says everything that is wrong.</exception>
    internal void ThrowIfUnavailable()
    {
        if (_unavailable.Count > 0)
        {
            throw new TaskSetupException(string.Join(Environment.NewLine, _unavailable.Select(definition => definition.Reason).Distinct()));
        }
    }

    private TaskDefinition? Make(MethodInfo method, MonitoredTaskAttribute attribute, IServiceProviderIsService? services)
    {
        try
        {
            return TaskDefinition.From(method, attribute, services);
        }
        catch (TaskSetupException error)
        {
            _unavailable.Add(new UnavailableDefinition(Text.KebabCase(attribute.Title), attribute.Title, error.Message));
            return null;
        }
    }

    private static string? ProblemOf(string name, IReadOnlyList<TaskDefinition> definitions) =>
        name == ExternalStart.Definition ? $"[MonitoredTask] on {NameOf(definitions[0])}: \"{definitions[0].Title}\" is the name of tasks that scripts do. Give it another title."
        : definitions.Count > 1 ? $"{(definitions.Count == 2 ? "Two" : definitions.Count)} methods are called \"{name}\": {string.Join(" and ", definitions.Select(NameOf))}. Give one [MonitoredTask] another title."
        : null;

    private static IEnumerable<(MethodInfo Method, MonitoredTaskAttribute Attribute)> MethodsIn(Assembly assembly) =>
        from type in TypesIn(assembly)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<MonitoredTaskAttribute>(inherit: false)
        where attribute is not null
        select (method, attribute);

    private static IEnumerable<Type> TypesIn(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            return error.Types.OfType<Type>(); // the others need an assembly that is not here, as plug-ins for something else do
        }
    }

    private static string NameOf(TaskDefinition definition) => $"{definition.Method.DeclaringType!.FullName}.{definition.Method.Name}";
}

/// <summary>A method with <see cref="MonitoredTaskAttribute"/> that cannot be started.</summary>
/// <param name="Name">The name that it would have; empty if its title makes none.</param>
/// <param name="Title">What people see.</param>
/// <param name="Reason">What is wrong with which method, and what to do, as a sentence.</param>
public sealed record UnavailableDefinition(string Name, string Title, string Reason);
