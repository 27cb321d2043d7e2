namespace BlazorTasks.Storage;

/// <summary>The numbered SQL scripts that are part of this assembly.</summary>
internal static class EmbeddedScripts
{
    /// <summary>Those of one folder, such as "Storage.Sqlite.Migrations", in order.</summary>
    public static IReadOnlyList<string> In(string folder)
    {
        var assembly = typeof(EmbeddedScripts).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.Contains($".{folder}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
