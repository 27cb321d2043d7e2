namespace BlazorTasks.Tests.Support;

internal static class ModuleSetup
{
    /// <summary>Before any test: English numbers, whatever the machine's language.</summary>
    [ModuleInitializer]
    internal static void Run() =>
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
}
