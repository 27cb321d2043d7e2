namespace BlazorTasks.Tests;

/// <summary>The rules that keep the house in shape (docs/architecture.md).</summary>
public partial class ArchitectureTests
{
    private static readonly Assembly Client = typeof(BlazorTasksClient).Assembly;
    private static readonly Assembly Cluster = typeof(BlazorTasksClusterExtensions).Assembly;
    private static readonly Assembly Testing = typeof(TaskTestHost).Assembly;
    private static readonly Assembly Components = typeof(TaskComponentsServices).Assembly;
    private static readonly Assembly Core = typeof(TaskMonitor).Assembly;
    private static readonly Assembly Dashboard = typeof(BlazorTasksEndpoints).Assembly;
    private static readonly Assembly Hangfire = typeof(BlazorTasksHangfireExtensions).Assembly;
    private static readonly Assembly Notifications = typeof(BlazorTasksNotificationsExtensions).Assembly;
    private static readonly Assembly Quartz = typeof(BlazorTasksQuartzExtensions).Assembly;
    private static readonly Assembly App = typeof(Program).Assembly;

    [Fact]
    public void Folders_ReferenceOnlyWhatTheTableAllows()
    {
        var table = FolderReferences.Table(File.ReadAllText(Path.Combine(Shell.Root, "docs/architecture.md")));
        var references = FolderReferences.Read(
            Client, Components, Core, Cluster, Testing, Dashboard, Notifications, Hangfire, Quartz, App);

        references.Should().Contain(("Core/Feed", "Core/Model"), "or nothing was read");
        references.Where(reference => !IsAllowed(table, reference)).Order().Should()
            .BeEmpty("docs/architecture.md says what each folder may reference");
    }

    [Fact]
    public void Table_EveryRow_IsAFolderThatIsThere() =>
        FolderReferences.Table(File.ReadAllText(Path.Combine(Shell.Root, "docs/architecture.md")))
            .Where(row => !Directory.Exists(Path.Combine(Shell.Root,
                $"BlazorTasks.{row.Folder.Replace("/*", "", StringComparison.Ordinal)}")))
            .Should().BeEmpty();

    [Fact]
    public void Core_IsFreeOfAspNetAndOfAnyUi() =>
        Names(Core).Should().NotContain(name => name.StartsWith("Microsoft.AspNetCore") || name.StartsWith("Microsoft.JSInterop")
            || name.StartsWith("MudBlazor"));

    [Fact]
    public void Components_KnowNeitherTheDashboardNorItsComponentLibrary() =>
        Names(Components).Should().NotContain(name => name.StartsWith("MudBlazor") || name.StartsWith("BlazorTasks.Dashboard"));

    [Fact]
    public void Stores_KnowNeitherMonitorNorTasks()
    {
        var stores = Core.GetTypes().Where(type => type.Namespace?.StartsWith("BlazorTasks.Storage") == true);

        var known = stores.SelectMany(type =>
            type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Select(field => field.FieldType);
        known.Should().NotContain([typeof(TaskMonitor), typeof(MonitoredTask)]);
    }

    [Theory]
    [InlineData("BlazorTasks.Components")]
    [InlineData("BlazorTasks.Dashboard")]
    public void Pages_ReachTasksOnlyThroughAccess(string project) =>
        Lines(BeyondAccess(), projects: [project], exceptFolder: $"{project}/Access/", except: ["StackText.cs"]).Should()
            .BeEmpty("TaskAccess decides who sees and does what; nothing goes around it");

    [Fact]
    public void Sources_NeverMakeMarkupOfText() => Lines(Markup(), except: ["Icon.cs", "Markup.cs", "Markup.Buttons.cs"]).Should()
        .BeEmpty("what tasks and people write is text, or encoded in the one place that makes markup");

    [Fact]
    public void Sources_AskTheTimeProviderForTheTime() => Lines(Clock()).Should()
        .BeEmpty("time comes from TimeProvider, so that tests can move it");

    private static bool IsAllowed(IReadOnlyList<(string Folder, IReadOnlyList<string> Allowed)> table,
        (string From, string To) reference) =>
        table.Any(row => FolderReferences.Matches(row.Folder, reference.From)
            && row.Allowed.Any(allowed => FolderReferences.Matches(allowed, reference.To)));

    private static IEnumerable<string> Names(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<string> Lines(Regex banned, string[]? except = null, string[]? projects = null,
        string? exceptFolder = null, [CallerFilePath] string here = "") =>
        from project in projects ??
            ["BlazorTasks.Core", "BlazorTasks.Components", "BlazorTasks.Dashboard", "BlazorTasks.Notifications", "BlazorTasks.App"]
        from file in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", project), "*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".razor" && except?.Contains(Path.GetFileName(file)) != true && !file.Contains("/obj/")
            && !file.Contains("/bin/") && (exceptFolder is null || !file.Contains(exceptFolder))
        from line in File.ReadLines(file)
        where banned.IsMatch(line)
        select $"{file}: {line.Trim()}";

    [GeneratedRegex(@"^(?!\s*///).*\b(TaskMonitor|ScheduleMonitor|ITaskStore|UploadStore)\b")]
    private static partial Regex BeyondAccess();

    [GeneratedRegex(@"\bMarkupString\b|AddMarkupContent|\.innerHTML")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|Stopwatch\.|Environment\.TickCount|Thread\.Sleep")]
    private static partial Regex Clock();
}
