using BlazorTasks.Schedules;

namespace BlazorTasks.Definitions;

/// <summary>The task definitions of this application, by name.</summary>
public sealed class TaskCatalog
{
    private readonly Dictionary<string, TaskDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodInfo, TaskDefinition> _byMethod = [];
    private readonly List<UnavailableDefinition> _unavailable = [];

    /// <summary>
    /// Discovers the methods marked with <see cref="MonitoredTaskAttribute"/> in the assemblies. An invalid one does not
    /// affect the others: it is listed in <see cref="Unavailable"/>.
    /// </summary>
    /// <param name="assemblies">The assemblies to scan.</param>
    /// <param name="services">Determines which parameters are services rather than fields. Null if none are.</param>
    public TaskCatalog(IEnumerable<Assembly> assemblies, IServiceProviderIsService? services = null)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        var found = assemblies.Distinct()
            .SelectMany(MethodsIn)
            .Select(one => Make(one.Method, one.Attribute, services))
            .OfType<TaskDefinition>()
            .ToList();
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

        All = [.. _byName.Values.OrderBy(
            definition => definition.Group,
            StringComparer.CurrentCulture).ThenBy(definition => definition.Title, StringComparer.CurrentCulture)];
        AddBuiltIn(typeof(MissedRuns).GetMethod(nameof(MissedRuns.AskAsync))!, services);
    }

    /// <summary>Gets the definitions, ordered by group and title.</summary>
    public IReadOnlyList<TaskDefinition> All { get; }

    /// <summary>
    /// Gets the methods marked with <see cref="MonitoredTaskAttribute"/> that cannot be started, with the reasons.
    /// </summary>
    public IReadOnlyList<UnavailableDefinition> Unavailable => _unavailable;

    /// <summary>Returns the definition with this name, or null.</summary>
    public TaskDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Explains why there is no definition with this name.</summary>
    public string WhyMissing(string name) => _unavailable.Find(definition => definition.Name == name) is { } unavailable
        ? $"'{name}' cannot be started: {unavailable.Reason}"
        : $"The definition '{name}' does not exist.";

    /// <summary>Gets the schedules declared in code.</summary>
    internal IReadOnlyList<DeclaredSchedule> DeclaredSchedules { get; set; } = [];

    /// <summary>Gets all definitions, including those of the engine itself.</summary>
    internal IReadOnlyCollection<TaskDefinition> Startable => _byName.Values;

    internal TaskDefinition? Find(MethodInfo method) => _byMethod.GetValueOrDefault(method);

    /// <summary>Throws if a definition is unavailable, for hosts that must not start without it.</summary>
    /// <exception cref="TaskSetupException">Some definitions are unavailable. The message lists every problem.</exception>
    internal void ThrowIfUnavailable()
    {
        if (_unavailable.Count > 0)
        {
            throw new TaskSetupException(string.Join(Environment.NewLine, _unavailable.Select(definition => definition.Reason).Distinct()));
        }
    }

    /// <summary>Adds a definition of the engine itself, which can be started but is not listed.</summary>
    private void AddBuiltIn(MethodInfo method, IServiceProviderIsService? services)
    {
        var definition = TaskDefinition.From(method, method.GetCustomAttribute<MonitoredTaskAttribute>()!, services);
        _byName.TryAdd(definition.Name, definition);
        _byMethod[method] = definition;
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
        name == ExternalStart.Definition
            ? $"[MonitoredTask] on {NameOf(definitions[0])}: \"{definitions[0].Title}\" is reserved for external tasks. " +
                "Choose another title."
        : definitions.Count > 1
        ? $"{(definitions.Count == 2 ? "Two" : definitions.Count)} methods map to the name \"{name}\": " +
            $"{string.Join(" and ", definitions.Select(NameOf))}. Choose another title for one of them."
        : null;

    private static IEnumerable<(MethodInfo Method, MonitoredTaskAttribute Attribute)> MethodsIn(Assembly assembly) =>
        from type in TypesIn(assembly)
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
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
            return error.Types.OfType<Type>(); // the others need an assembly that is not installed, such as a plug-in host
        }
    }

    private static string NameOf(TaskDefinition definition) => $"{definition.Method.DeclaringType!.FullName}.{definition.Method.Name}";
}

/// <summary>A method marked with <see cref="MonitoredTaskAttribute"/> that cannot be started.</summary>
/// <param name="Name">The name that it would have, or an empty string if its title yields none.</param>
/// <param name="Title">The display name.</param>
/// <param name="Reason">What is wrong with which method and what to do about it, as a sentence.</param>
public sealed record UnavailableDefinition(string Name, string Title, string Reason);
