using System.Reflection;
using System.Runtime.Loader;
using BlazorTasks.Definitions;

namespace BlazorTasks.App.Hosting;

/// <summary>People's own tasks in the ready-made server: assemblies that the setting BlazorTasks:TaskAssemblies names (docs/own-tasks.md).</summary>
internal static class TaskAssemblies
{
    public const string Setting = "BlazorTasks:TaskAssemblies";

    /// <summary>Makes the tasks of every named assembly startable. A relative path lies beside the server.</summary>
    /// <exception cref="TaskSetupException">One of them is not there, is no assembly, or has no task; the message names it.</exception>
    public static BlazorTasksBuilder AddTaskAssemblies(this BlazorTasksBuilder builder, IConfiguration configuration)
    {
        foreach (var path in configuration.GetSection(Setting).Get<string[]>() ?? [])
        {
            builder.AddTasksFrom(Load(Path.GetFullPath(path, AppContext.BaseDirectory)));
        }

        return builder;
    }

    private static Assembly Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new TaskSetupException($"There is no task assembly {path}. Correct {Setting}, or put the file there.");
        }

        try
        {
            var dependencies = new AssemblyDependencyResolver(path);
            AssemblyLoadContext.Default.Resolving += (context, name) => dependencies.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
            var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
            return new TaskCatalog([assembly]) is { All.Count: > 0 } or { Unavailable.Count: > 0 }
                ? assembly
                : throw new TaskSetupException($"The task assembly {path} has no method with [MonitoredTask]. Take it out of {Setting}, or mark the methods that are tasks.");
        }
        catch (BadImageFormatException)
        {
            throw new TaskSetupException($"{path}, named by {Setting}, is no .NET assembly. Name the .dll that your project builds.");
        }
        catch (Exception error) when (error is ReflectionTypeLoadException or FileLoadException or FileNotFoundException)
        {
            var cause = error is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first : error;
            throw new TaskSetupException($"The task assembly {path} cannot be loaded: {cause.Message} Publish your project, so that everything it needs lies beside it.", cause);
        }
    }
}
