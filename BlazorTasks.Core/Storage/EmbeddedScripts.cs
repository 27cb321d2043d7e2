namespace BlazorTasks.Storage;

/// <summary>The numbered SQL scripts embedded in an assembly.</summary>
internal static class EmbeddedScripts
{
    /// <summary>Returns the scripts in the folder "Migrations" next to a type, in order.</summary>
    public static IReadOnlyList<string> BesideType(Type neighbour)
    {
        var (assembly, folder) = (neighbour.Assembly, $"{neighbour.Namespace}.Migrations.");
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(
            folder,
            StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
