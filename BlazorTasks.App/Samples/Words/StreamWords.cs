using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BlazorTasks.App.Samples.Words;

/// <summary>A text that arrives word by word, as a language model or a live caption sends it: each word is a line of the log.</summary>
public sealed class StreamWords(TimeProvider time)
{
    private const string SampleText =
        "Work that takes long should not keep anybody waiting in front of a blank page. Start it, watch the words as they come, "
        + "close the browser and come back later. The task belongs to the server, so it goes on, and what it said until now is all still here.";

    /// <summary>Streams a text.</summary>
    [MonitoredTask("Stream words", Group = "Files and text", Description = "Writes a text into the log, word by word, at a steady pace.")]
    public async Task<StreamResult> StreamAsync(
        TaskContext task,
        [DataType(DataType.MultilineText), StringLength(20_000), Description("Up to 20,000 characters.")] string text = SampleText,
        [Range(0.1, 1_000)] double wordsPerSecond = 4)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            task.Warn("There are no words in the text");
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

/// <summary>What came of a stream.</summary>
/// <param name="Words">How many words were written.</param>
public sealed record StreamResult(int Words);
