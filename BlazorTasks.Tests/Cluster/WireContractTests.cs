using BlazorTasks.Cluster;
using BlazorTasks.Cluster.Orleans;
using BlazorTasks.External;
using Orleans;

namespace BlazorTasks.Tests.Cluster;

/// <summary>
/// What nodes send each other, as earlier versions sent it and later ones have to: whoever changes one of these texts breaks an
/// upgrade one node at a time. Members may be added, with new texts beside the old ones.
/// </summary>
public sealed class WireContractTests
{
    private static readonly TaskId Task = new(Guid.Parse("0199d7a0-0000-7000-8000-000000000001"));
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private const string Frame =
        """{"id":"0199d7a0-0000-7000-8000-000000000001","name":"Import","tags":[],"priority":0"""
            + ""","state":"running","progress":42,"status":"almost half","steps":0"""
        + ""","attempt":1,"max_attempts":1,"node":"web-1","epoch":2,"seq":5"""
            + ""","created_at":"2026-11-28T12:00:00+00:00","started_at":"2026-11-28T12:00:00+00:0"""
            + """0","warnings":0,"log_lines":0,"dropped_lines":0,"trimmed_lines":0,"has_result":false,"prompts":0"""
            + ""","crash_count":0}""";

    [Fact]
    public void Service_OfANode_KeepsItsNamesAndParameters()
    {
        typeof(INodeService).GetCustomAttribute<AliasAttribute>()!.Alias.Should().Be("blazor-tasks.node");
        typeof(INodeService).GetMethods().Select(method =>
            method.GetCustomAttribute<AliasAttribute>()!.Alias
            + $"({string.Join(", ", method.GetParameters().Select(one => one.ParameterType))})"
            + $" {method.ReturnType.GenericTypeArguments.FirstOrDefault()}".TrimEnd())
            .Should().Equal(
                "hint(System.Int32)",
                "command(System.Int64, System.Guid, System.Int32, System.String) System.String",
                "watch(System.Guid) System.Boolean",
                "show(System.String[])");
    }

    [Fact]
    public void Hints_AreTheSameNumbers() => Enum.GetValues<ClusterHint>().Select(hint => $"{hint} {(int)hint}").Should().Equal(
        "None 0", "Work 1", "Commands 2", "Replies 4", "Changes 8", "Removals 16", "Nodes 32");

    public static TheoryData<string> Commands() =>
    [
        """{"kind":"cancel","by":"ann","priority":0,"is_sealed":false}""",
        """{"kind":"answer","person":{"id":"ann","name":"Ann","role":"operator","sees_all_tasks":true"""
            + ""","roles":["trusted"],"signed_in_with":"password"},"prompt_id":"1","values":{"value":true}"""
            + ""","priority":0,"is_sealed":true}""",
        """{"kind":"retry_with_input","person":{"id":"ann","name":"Ann","role":"admi"""
            + """n","sees_all_tasks":false,"roles":[]},"values":{"number":2},"priority":0,"is_sealed":false}""",
        """{"kind":"pause","by":"ann","priority":0,"is_sealed":false}""",
        """{"kind":"resume","by":"ann","priority":0,"is_sealed":false}""",
        """{"kind":"set_priority","by":"ann","priority":7,"is_sealed":false}""",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_OfEachKind_IsReadAndWrittenAsBefore(string json)
    {
        var command = TaskJson.TryReadPart<NodeCommand>(json)!;

        TaskJson.WritePart(command).Should().Be(json);
    }

    [Fact]
    public void Kinds_OfCommands_AreAllPinned() => Enum.GetNames<NodeCommandKind>().Should().Equal(
        "Cancel", "Answer", "RetryWithInput", "Pause", "Resume", "Report", "SetPriority");

    [Fact]
    public void Report_OfAScript_IsReadAndWrittenAsBefore()
    {
        const string Json =
            """{"kind":"report","priority":0,"report":{"progress":40,"status":"copyin"""
                + """g","lines":[{"level":"warning","text":"slow"}],"timeout":"00:00:00","is_complete":true"""
                + ""","result":{"files":3}},"is_sealed":false}""";

        var command = TaskJson.TryReadPart<NodeCommand>(Json)!;

        command.Report!.Lines.Should().Equal(new ScriptLine(LogLevel.Warning, "slow"));
        TaskJson.WritePart(command).Should().Be(Json);
    }

    [Fact]
    public void Reply_IsReadAndWrittenAsBefore()
    {
        const string Json = """{"outcome":"invalid","message":"The answer is invalid"""
            + """.","errors":{"name":"This field is required"},"prompt_id":"1"}""";

        TaskJson.WritePart(TaskJson.TryReadPart<NodeReply>(Json)!).Should().Be(Json);
        TaskJson.WritePart(NodeReply.Moved).Should().Be("{}");
    }

    [Fact]
    public void Frame_IsReadAndWrittenAsBefore()
    {
        var json = TaskJson.Write(RunningTask());

        json.Should().Be(Frame);
        TaskJson.ReadSnapshot(Frame[..^1] + ""","more":{"a":1}}""").Should().BeEquivalentTo(RunningTask());
    }

    private static TaskSnapshot RunningTask() => new()
    {
        Id = Task,
        Name = "Import",
        State = TaskState.Running,
        CreatedAt = Noon,
        StartedAt = Noon,
        Seq = 5,
        Epoch = 2,
        Attempt = 1,
        Progress = 42,
        Status = "almost half",
        Node = "web-1",
    };
}
