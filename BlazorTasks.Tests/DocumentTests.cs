using BlazorTasks.Dashboard.Endpoints;
using BlazorTasks.Dashboard.Endpoints.Live;

namespace BlazorTasks.Tests;

/// <summary>What the documents say can be looked up: the tests that coverage.md names, the files that are linked.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Coverage_TestsItNames_Exist()
    {
        var tests = typeof(DocumentTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)).Select(method => method.Name).ToHashSet();

        var named = TestName().Matches(File.ReadAllText(Root("docs/coverage.md"))).Select(match => match.Groups[1].Value).ToList();

        named.Should().NotBeEmpty();
        named.Where(name => !tests.Contains(name)).Should().BeEmpty();
    }

    [Fact]
    public void Links_ToFiles_LeadSomewhere() =>
        (from file in Directory.EnumerateFiles(Root("docs"), "*.md", SearchOption.AllDirectories).Append(Root("README.md"))
            .Append(Root("CHANGELOG.md")).Append(Root("CONTRIBUTING.md"))
         from Match link in Link().Matches(File.ReadAllText(file))
         let target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value))
         where !File.Exists(target) && !Directory.Exists(target)
         select $"{Path.GetFileName(file)}: {link.Groups[1].Value}").Should().BeEmpty();

    [Fact]
    public void Limits_InOperations_AreTheDefaultsOfTheCode()
    {
        var written = Limit().Matches(LimitsOf(File.ReadAllText(Root("docs/operations.md"))))
            .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["value"].Value);

        written.Should().Equal(Limits());
    }

    private static string LimitsOf(string document) =>
        document[document.IndexOf("## Limits", StringComparison.Ordinal)..document.IndexOf("## Upgrades", StringComparison.Ordinal)];

    /// <summary>Every option that limits something, and the constants that clients rely on.</summary>
    private static Dictionary<string, string> Limits()
    {
        string[] times = [nameof(BlazorTasksOptions.PromptTimeout), nameof(BlazorTasksOptions.CommandTimeout),
            nameof(DashboardOptions.RequestTimeout), nameof(DashboardOptions.StreamSendTimeout), nameof(DashboardOptions.StreamKeepAlive)];
        (Type Type, string Name)[] constants =
        [
            (typeof(TaskQuery), nameof(TaskQuery.MaxLimit)), (typeof(TaskQuery), nameof(TaskQuery.MaxText)),
                (typeof(StartOptions), nameof(StartOptions.MaxKeyLength)),
            (typeof(StartOptions), nameof(StartOptions.MaxTags)), (typeof(StartOptions), nameof(StartOptions.MaxTagLength)),
                (typeof(ApiJson), nameof(ApiJson.MaxDepth)),
            (typeof(RequestBody), nameof(RequestBody.MaxString)), (typeof(TasksApi), nameof(TasksApi.MaxWait)),
                (typeof(HistoryExport), nameof(HistoryExport.MaxIds)),
            (typeof(SocketCommands), nameof(SocketCommands.MaxBad)),
        ];
        var options = from defaults in new object[] { new BlazorTasksOptions(), new DashboardOptions() }
                      from property in defaults.GetType().GetProperties()
                      where property.Name.StartsWith("Max", StringComparison.Ordinal) || times.Contains(property.Name)
                      select (property.Name, Text: Say(property.Name, property.GetValue(defaults)!));
        return options.Concat(constants.Select(one =>
            ($"{one.Type.Name}.{one.Name}",
            Say(one.Name, one.Type.GetField(one.Name, BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy)!
                .GetRawConstantValue()!))))
            .ToDictionary(one => one.Item1, one => one.Item2);
    }

    private static string Say(string name, object value) => value switch
    {
        _ when name == nameof(BlazorTasksOptions.MaxCpuBound) => "2 per processor",
        TimeSpan { TotalDays: 1 } => "1 day",
        TimeSpan { TotalDays: > 1 } time => $"{time.TotalDays} days",
        TimeSpan time => $"{time.TotalSeconds} s",
        _ when name.EndsWith("Bytes", StringComparison.Ordinal) => Convert.ToInt64(value, CultureInfo.InvariantCulture) switch
        {
            >= 1 << 30 and var bytes => $"{bytes >> 30} GB",
            >= 1 << 20 and var bytes => $"{bytes >> 20} MB",
            var bytes => $"{bytes >> 10} KB",
        },
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
    };

    private static string Root(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", path));

    [GeneratedRegex(@"^\| `(?<name>\w+(\.\w+)?)` \| (?<value>[^|]+?) \| [^|]+\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Limit();

    [GeneratedRegex(@"`(\w+_\w+_\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#]+)")]
    private static partial Regex Link();
}
