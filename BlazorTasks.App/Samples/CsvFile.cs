using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace BlazorTasks.App.Samples;

/// <summary>CSV files as people have them: saved by spreadsheets, in one encoding or another, with names of columns in any case.</summary>
internal static class CsvFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Windows-1252, in which every byte is a character: what spreadsheets of western countries write unless told otherwise.</summary>
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Finds out the encoding of a file: what its byte order mark says, otherwise UTF-8, and Windows-1252 if it is not valid UTF-8, with a warning.</summary>
    public static async Task<Encoding> DetectEncodingAsync(string name, Stream content, TaskContext task)
    {
        if (await HasMarkAsync(content, task.CancellationToken) || await IsUtf8Async(content, task.CancellationToken))
        {
            return Encoding.UTF8; // a reader of text follows the mark
        }

        task.Warn($"{name} is not valid UTF-8 and was read as Windows-1252. If letters with accents are wrong, save it as UTF-8 and start again.");
        return Windows1252;
    }

    /// <summary>Reads the rows of a file, which stays open.</summary>
    public static CsvReader Read(Stream content, Encoding encoding) => new(
        new StreamReader(content, encoding, leaveOpen: true),
        new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            MissingFieldFound = null,
            BadDataFound = null,
            DetectDelimiter = true,
            PrepareHeaderForMatch = column => column.Header.ToLowerInvariant(),
        });

    /// <summary>Whether it begins with the mark of UTF-16 or UTF-32, which would not be valid UTF-8.</summary>
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
