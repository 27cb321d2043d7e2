using System.Reflection;
using System.Runtime.Loader;
using BlazorTasks.Definitions;

namespace BlazorTasks.App.Hosting;

/// <summary>Loads custom task assemblies from the setting BlazorTasks:TaskAssemblies (docs/own-tasks.md).</summary>
internal static class TaskAssemblies
{
    public const string Setting = "BlazorTasks:TaskAssemblies";

    /// <summary>
    /// Registers the tasks of every configured assembly. A relative path is resolved against the server's directory.
    /// </summary>
    /// <exception cref="TaskSetupException">An assembly does not exist, is not a .NET assembly, or contains no tasks. The
    /// message names it.</exception>
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
            throw new TaskSetupException($"The task assembly {path} does not exist. Correct {Setting} or copy the file there.");
        }

        try
        {
            var dependencies = new AssemblyDependencyResolver(path);
            AssemblyLoadContext.Default.Resolving += (context, name) => dependencies.ResolveAssemblyToPath(name) is { } found
                ? context.LoadFromAssemblyPath(found)
                : null;
            var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
            return new TaskCatalog([assembly]) is { All.Count: > 0 } or { Unavailable.Count: > 0 }
                ? assembly
                : throw new TaskSetupException(
                    $"The task assembly {path} contains no method marked with [MonitoredTask]. Remove it from {Setting} or " +
                    "mark the methods that are tasks.");
        }
        catch (BadImageFormatException)
        {
            throw new TaskSetupException($"{path} in {Setting} is not a .NET assembly. Specify the .dll file that your project builds.");
        }
        catch (Exception error) when (error is ReflectionTypeLoadException or FileLoadException or FileNotFoundException)
        {
            var cause = error is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first : error;
            throw new TaskSetupException(
                $"The task assembly {path} cannot be loaded: {cause.Message} Publish your project so that its dependencies " +
                "are in the same directory.",
                cause);
        }
    }
}
