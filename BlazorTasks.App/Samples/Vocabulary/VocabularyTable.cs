using Microsoft.Data.Sqlite;

namespace BlazorTasks.App.Samples.Vocabulary;

/// <summary>The words of all texts read so far with their counts, in a SQLite table.</summary>
public sealed class VocabularyTable(string file)
{
    /// <summary>Opens the table, and creates it if it does not exist.</summary>
    public SqliteConnection Open() => SqliteFile.Open(
        file,
        """
        CREATE TABLE IF NOT EXISTS words (
          language TEXT NOT NULL,
          word TEXT NOT NULL,
          count INTEGER NOT NULL,
          PRIMARY KEY (language, word)
        ) STRICT, WITHOUT ROWID;
        """);

    /// <summary>Adds the words of a text atomically: nothing is stored unless the whole sequence was read.</summary>
    /// <returns>Each word with its previous count.</returns>
    public IReadOnlyList<RankedWord> Add(Language language, IEnumerable<KeyValuePair<string, int>> counts)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            INSERT INTO words (language, word, count) VALUES ($language, $word, $count)
            ON CONFLICT DO UPDATE SET count = count + excluded.count
            RETURNING count
            """;
        command.Parameters.AddWithValue("$language", language.ToString());
        var (word, count) = (command.Parameters.Add("$word", SqliteType.Text), command.Parameters.Add("$count", SqliteType.Integer));
        var ranked = new List<RankedWord>();
        foreach (var one in counts)
        {
            (word.Value, count.Value) = (one.Key, one.Value);
            ranked.Add(new RankedWord(one.Key, one.Value, (long)command.ExecuteScalar()! - one.Value));
        }

        transaction.Commit();
        return ranked;
    }
}

/// <summary>A word of a text.</summary>
/// <param name="Word">The word in lowercase.</param>
/// <param name="Count">The number of occurrences in this text.</param>
/// <param name="Before">The number of occurrences in earlier texts.</param>
public sealed record RankedWord(string Word, int Count, long Before);
