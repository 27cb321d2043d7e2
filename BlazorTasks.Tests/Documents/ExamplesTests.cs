namespace BlazorTasks.Tests.Documents;

/// <summary>
/// The examples of docs/api.md, run as they stand there against the ready-to-run server. A block of json or text is what the
/// block before it writes, "…" being anything; in a block of websocket "&gt;" is sent, and what stands between two of these
/// with "&lt;" is received, in some order and among other messages.
/// </summary>
public sealed partial class ExamplesTests
{
    private const string Documented = "127.0.0.1:5080";

    [Fact]
    public async Task Api_EveryExample_DoesWhatTheDocumentSays()
    {
        using var folder = new TempFolder();
        await using var app = await AppProcess.StartAsync(folder.File("data"));
        await using var shell = new DocumentShell(folder.Path);
        var blocks = Block().Matches((await File.ReadAllTextAsync(Root("docs/api.md")))
            .Replace(Documented, app.Address.Authority, StringComparison.Ordinal));
        var written = "";

        foreach (Match block in blocks)
        {
            var text = block.Groups["text"].Value;
            switch (block.Groups["language"].Value)
            {
                case "sh":
                    written = await shell.RunAsync(text);
                    break;
                case "json" or "text":
                    Squeeze(written).Should().MatchRegex(PatternOf(text));
                    break;
                case "websocket":
                    await PlayAsync(text, shell);
                    break;
            }
        }

        blocks.Count(block => block.Groups["language"].Value == "sh").Should().BeGreaterThan(10);
    }

    private static async Task PlayAsync(string text, DocumentShell shell)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var address = (await shell.RunAsync($"echo {lines[0][(lines[0].IndexOf("-c ", StringComparison.Ordinal) + 3)..]}")).Trim();
        await using var socket = await SocketClient.OpenAsync(new Uri(address));
        for (var rest = lines.AsEnumerable().Skip(1).ToList(); rest.Count > 0;)
        {
            var heard = rest.TakeWhile(line => line.StartsWith("< ", StringComparison.Ordinal)).ToList();
            await HearAsync(socket, heard);
            if (heard.Count < rest.Count)
            {
                await socket.SayAsync(rest[heard.Count][2..]);
            }

            rest = [.. rest.Skip(heard.Count + 1)];
        }
    }

    /// <summary>Hears what is expected between two commands, in whatever order.</summary>
    private static async Task HearAsync(SocketClient socket, List<string> lines)
    {
        var left = lines.ConvertAll(line => line[2..]);
        var heard = new List<string>();
        try
        {
            while (left.Count > 0 && await socket.NextTextAsync() is { } message)
            {
                heard.Add(message);
                left.RemoveAll(expected => Regex.IsMatch(Squeeze(message), PatternOf(expected), RegexOptions.None, TestMonitor.MaxWait));
            }
        }
        catch (OperationCanceledException)
        {
            // told below
        }

        left.Should().BeEmpty("what was heard is {0}", string.Join('\n', heard));
    }

    /// <summary>Line breaks and spaces of an example are for the reader.</summary>
    private static string Squeeze(string text) => Space().Replace(text, "");

    private static string PatternOf(string expected) => $"(?s)^{string.Join(".*?", Squeeze(expected).Split('…').Select(Regex.Escape))}$";

    private static string Root(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../..", path));

    [GeneratedRegex(
        @"^```(?<language>\w+)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
