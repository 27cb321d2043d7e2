using CsvHelper;

namespace BlazorTasks.App.Samples;

/// <summary>Reads CSV files as saved by spreadsheets, in different encodings and with case-insensitive column names.</summary>
internal static class CsvFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Windows-1252, the default of spreadsheets in western countries. Every byte is a valid character.</summary>
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Detects the encoding of a file: null if it has a byte order mark or is UTF-8, or Windows-1252, with a warning, if it is
    /// not valid UTF-8.
    /// </summary>
    public static async Task<Encoding?> DetectEncodingAsync(string name, Stream content, TaskContext task)
    {
        if (await HasMarkAsync(content, task.CancellationToken) || await IsUtf8Async(content, task.CancellationToken))
        {
            return null; // the reader detects the byte order mark
        }

        task.Warn($"{name} is not valid UTF-8 and was read as Windows-1252. If letters with accents are wrong, save it as " +
            "UTF-8 and start again.");
        return Windows1252;
    }

    /// <summary>Reads the rows of a file, which stays open.</summary>
    public static CsvReader Read(Stream content, Encoding? encoding) => CsvReader.Create(
        content,
        new CsvReaderOptions { Encoding = encoding, TrimWhitespace = true, TrackLineNumbers = true },
        leaveOpen: true);

    /// <summary>Returns whether a file starts with the byte order mark of UTF-16 or UTF-32, which is not valid UTF-8.</summary>
    private static async Task<bool> HasMarkAsync(Stream content, CancellationToken cancellationToken)
    {
        var start = new byte[4];
        var length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        content.Position = 0;
        return start.AsSpan(0, length) is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, 0, 0xFE, 0xFF];
    }

    private static async Task<bool> IsUtf8Async(Stream content, CancellationToken cancellationToken)
    {
        var decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[BufferSize];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(BufferSize)];
        try
        {
            int length;
            do
            {
                length = await content.ReadAsync(bytes, cancellationToken);
                decoder.GetChars(bytes, 0, length, characters, 0, flush: length == 0);
            }
            while (length > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            content.Position = 0;
        }
    }
}
