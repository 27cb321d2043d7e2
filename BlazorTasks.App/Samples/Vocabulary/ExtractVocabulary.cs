using System.Text.RegularExpressions;

namespace BlazorTasks.App.Samples.Vocabulary;

/// <summary>The language of a text. Words are stored per language.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>Swedish.</summary>
    Swedish,

    /// <summary>German.</summary>
    German,

    /// <summary>French.</summary>
    French,

    /// <summary>Spanish.</summary>
    Spanish,

    /// <summary>Any other language.</summary>
    Other,
}

/// <summary>Reads an article and finds the words worth learning: frequent in the article, and rarely seen before.</summary>
public sealed partial class ExtractVocabulary(ArticleClient articles, VocabularyTable table, ILogger<ExtractVocabulary> log)
{
    private const int LongestWord = 40;
    private const int WordsBetweenReports = 2_000;
    private static readonly string SampleFile = Path.Combine(AppContext.BaseDirectory, "Samples", "Vocabulary", "lighthouse.html");

    /// <summary>Extracts the words of an article.</summary>
    [MonitoredTask(
        "Extract vocabulary",
        Group = "Files and text",
        Roles = [SampleRoles.Trusted],
        Description = "Reads an article, counts its words, and ranks them by how rarely they have appeared before.")]
    public async Task<VocabularyResult> ExtractAsync(
        [Display(
            Name = "URL",
            Description = "The URL of a web page. If both URL and file are omitted, a sample about a lighthouse is used.")] Uri? url,
        [FileExtensions(Extensions = "txt,md,html,htm"), Description("A text file, instead of a URL.")] TaskFile? file,
        TaskContext task,
        Language language = Language.English,
        [
            Range(1, 1_000),
            Display(Name = "Words to show"),
            Description("All words are stored. This many are shown, best first.")] int wordCount = 50,
        [Range(1, 20), Display(Name = "Minimum word length"), Description("In letters. Shorter words are ignored.")] int minLength = 4)
    {
        if (url is not null && file is not null)
        {
            throw new ValidationException("Enter a URL or choose a file, not both.");
        }

        var source = url?.ToString() ?? file?.Name ?? "the sample";
        task.Report($"Reading {source}");
        var text = url is null
            ? await task.StepAsync("Read text", () => ReadAsync(file, task.CancellationToken))
            : await task.StepAsync("Fetch article", () => articles.FetchAsync(url, task.CancellationToken));
        var counts = await task.StepAsync("Count words", () => Task.FromResult(Count(text, minLength, task)));
        var words = await task.StepAsync("Store words", () => Task.FromResult(table.Add(language, Track(counts, task))));
        return ToResult(source, words, wordCount, task);
    }

    private static async Task<string> ReadAsync(TaskFile? file, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file?.OpenRead() ?? File.OpenRead(SampleFile));
        var text = await reader.ReadToEndAsync(cancellationToken);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new InvalidDataException($"Could not read {file?.Name}: its content is not text.")
            : file is null || file.Name.Contains(".htm", StringComparison.OrdinalIgnoreCase) ? HtmlText.Strip(text)
            : text;
    }

    private Dictionary<string, int> Count(string text, int minLength, TaskContext task)
    {
        var (counts, total) = (new Dictionary<string, int>(), 0);
        foreach (var found in Word().EnumerateMatches(text))
        {
            if (++total % WordsBetweenReports == 0)
            {
                task.CancellationToken.ThrowIfCancellationRequested();
                task.Report(50.0 * found.Index / text.Length, $"Counted {total:N0} words");
            }

            if (found.Length >= minLength && found.Length <= LongestWord)
            {
                var word = text.Substring(found.Index, found.Length).Normalize().ToLowerInvariant().Replace('’', '\'');
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        log.LogInformation("{Total} words, {Different} distinct ones with {MinLength} letters or more", total, counts.Count, minLength);
        return counts;
    }

    private static IEnumerable<KeyValuePair<string, int>> Track(Dictionary<string, int> counts, TaskContext task)
    {
        var done = 0;
        foreach (var count in counts)
        {
            task.CancellationToken.ThrowIfCancellationRequested();
            yield return count;
            task.Report(50 + (50.0 * ++done / counts.Count), $"Stored {done:N0} of {counts.Count:N0} words");
        }
    }

    private static VocabularyResult ToResult(string source, IReadOnlyList<RankedWord> words, int wordCount, TaskContext task)
    {
        if (words.Count == 0)
        {
            task.Warn($"No words found in {source}");
        }

        var fresh = words.Count(word => word.Before == 0);
        task.Report(100, $"{fresh:N0} new words, {words.Count - fresh:N0} updated");
        return new VocabularyResult(source, words.Sum(word => word.Count), fresh, words.Count - fresh,
            [.. words.OrderByDescending(word => word.Count / (1.0 + word.Before)).ThenBy(
                word => word.Word,
                StringComparer.Ordinal).Take(wordCount)]);
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}

/// <summary>The result of a text.</summary>
/// <param name="Source">The URL or file name.</param>
/// <param name="TotalWords">The number of words counted.</param>
/// <param name="NewWords">The number of distinct words that had never appeared before.</param>
/// <param name="UpdatedWords">The number of distinct words that had.</param>
/// <param name="Words">The words to learn first: frequent in this text, and rare before.</param>
public sealed record VocabularyResult(string Source, int TotalWords, int NewWords, int UpdatedWords, IReadOnlyList<RankedWord> Words);
