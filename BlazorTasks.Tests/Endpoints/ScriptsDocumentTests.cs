namespace BlazorTasks.Tests.Endpoints;

/// <summary>The examples of docs/scripts.md and docs/client.md do what they say.</summary>
public sealed partial class ScriptsDocumentTests : ApiTest
{
    [Fact]
    public async Task Curl_EveryExampleInOrder_RunsAsWritten()
    {
        var steps = Blocks("docs/scripts.md").Where(block => block.Contains("curl ", StringComparison.Ordinal)).ToList();
        var script = new StringBuilder("set -e\n").AppendJoin('\n', steps).ToString();

        var (exitCode, output) = await Shell.RunAsync(script, ("api", Client.BaseAddress!.ToString().TrimEnd('/')));

        steps.Should().HaveCountGreaterThan(5);
        exitCode.Should().Be(0, output);
        output
            .Should().Contain("\"status\":\"open\"").And.Contain("\"status\":\"default\",\"value\":true")
            .And.Contain("\"state\":\"succeeded\"").And.Contain("already_final");
        var task = (await Monitor.ListAsync(new())).Items.Single();
        task
            .Should().BeEquivalentTo(
            new { Name = "Nightly backup", State = TaskState.Succeeded, LogLines = 2, Warnings = 1, Status = "Copying /etc" });
    }

    [Fact]
    public async Task Bt_EveryLineOfTheExample_WorksInsideAScript()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder.File("backup.sh"),
            Blocks("docs/scripts.md")
                .Single(block => block.StartsWith("bt progress", StringComparison.Ordinal)) + "\necho \"to $where\"\n");
        var run = Blocks("docs/scripts.md")
            .Single(block => block.StartsWith("bt run", StringComparison.Ordinal)).Replace("./backup.sh", $"sh {folder.File("backup.sh")}");
        await using var shell = Shell.Start(
            $"PATH=$PWD/eng:$PATH; export PATH; exec {run}",
            ("BT_URL", new Uri(Host.Address, "/ops").ToString()));

        var task = await AskedAsync("1");
        await Monitor.AnswerAsync(task.Id, "1", (object)true, new Person("Anna Lind"));
        await AskedAsync("2");
        await Monitor.AnswerAsync(task.Id, "2", (object)"tape", new Person("Anna Lind"));

        (await shell.EndAsync()).Should().Be(0, shell.Output);
        (await Monitor.Until(task.Id, now => now.State.IsFinal()))
            .Should().BeEquivalentTo(
            new { State = TaskState.Succeeded, Status = "Copying /etc", LastLine = "to tape", Warnings = 1 },
            shell.Output);
    }

    [Fact]
    public async Task Client_TheExample_WatchesToTheEnd()
    {
        // the lines of docs/client.md, with this test's address
        var tasks = new BlazorTasksClient(Client, new Uri(Host.Address, "/ops"));

        var started = await tasks.StartAsync("double", new { Number = 21 }, new() { Tags = ["night"] });
        await foreach (var now in tasks.WatchAsync(started.Id))
        {
            Console.WriteLine($"{now.State} {now.Progress}% {now.Status}");
            if (now.Prompt is { Kind: ApiPromptKind.Confirm } question)
            {
                await tasks.AnswerAsync(now.Id, question.Id, true);
            }
        }

        var ended = await tasks.WaitAsync(started.Id);
        ended.Result!.Value.GetInt32().Should().Be(42);
        var source = await File.ReadAllTextAsync(Path.Combine(Shell.Root, "BlazorTasks.Tests/Endpoints/ScriptsDocumentTests.cs"));
        Fenced("docs/client.md", "csharp").Single().Split('\n').Select(line => line.Trim())
            .Where(
            line => line.Length > 0 && !line.Contains(
                "http",
                StringComparison.OrdinalIgnoreCase) && line != "Console.WriteLine(ended.Result);")
            .Where(line => !source.Contains(line)).Should().BeEmpty("what the document shows is what runs here");
    }

    private async Task<TaskSnapshot> AskedAsync(string prompt) =>
        (await Monitor.UntilActive(active => active.Questions.Any(task => task.Prompt?.Id == prompt)))
            .Questions.First(task => task.Prompt?.Id == prompt);

    private static List<string> Blocks(string document) => Fenced(document, "sh");

    private static List<string> Fenced(string document, string language) =>
        [.. Fence().Matches(File.ReadAllText(Path.Combine(Shell.Root, document)))
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["text"].Value)];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
