namespace BlazorTasks.App.Samples.Words;

/// <summary>Streams a text word by word, like a language model or live captions: each word is a line in the log.</summary>
public sealed class StreamWords(TimeProvider time)
{
    private const string SampleText =
        "Long-running work should not keep anyone waiting in front of a blank page. Start it, watch the words as they come, "
        + "close the browser and come back later. The task runs on the server, so it continues, and everything it has " +
            "written so far is still here.";

    /// <summary>Streams a text.</summary>
    [MonitoredTask("Stream words", Group = "Files and text", Description = "Writes a text to the log, word by word, at a steady pace.")]
    public async Task<StreamResult> StreamAsync(
        TaskContext task,
        [DataType(DataType.MultilineText), StringLength(20_000), Description("Up to 20,000 characters.")] string text = SampleText,
        [Range(0.1, 1_000)] double wordsPerSecond = 4)
    {
        var words = (text.Length == 0 ? SampleText : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            task.Warn("The text contains no words");
        }

        var pace = new Pace(time);
        for (var word = 1; word <= words.Length; word++)
        {
            await pace.UntilAsync(TimeSpan.FromSeconds(word / wordsPerSecond), task.CancellationToken);
            task.Log(words[word - 1]);
            task.Report(100.0 * word / words.Length, $"Word {word:N0} of {words.Length:N0}");
        }

        return new StreamResult(words.Length);
    }
}

/// <summary>The result of a stream.</summary>
/// <param name="Words">The number of words written.</param>
public sealed record StreamResult(int Words);
