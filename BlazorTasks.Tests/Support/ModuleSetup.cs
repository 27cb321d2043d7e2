using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace BlazorTasks.Tests.Support;

internal static class ModuleSetup
{
    /// <summary>Before any test: English numbers whatever the machine, and the one assembly of bunit that is loaded by hand (bunit.props).</summary>
    [ModuleInitializer]
    internal static void Run()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "compat", "AngleSharp.Diffing.dll"))
            : null;
    }
}
