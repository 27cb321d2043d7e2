using System.Data.Common;
using BlazorTasks.Storage;

namespace BlazorTasks.Components.Views;

/// <summary>What a bell shows a person: questions for them, and their tasks that have finished.</summary>
/// <param name="Questions">The tasks whose questions they may answer, the oldest question first.</param>
/// <param name="Finished">Their latest finished tasks, newest first.</param>
/// <param name="Seen">When they last looked.</param>
/// <param name="Unseen">How many of their tasks have finished since then, at most <see cref="MaxUnseen"/>.</param>
internal sealed record BellContent(
    IReadOnlyList<TaskSnapshot> Questions,
    IReadOnlyList<TaskSnapshot> Finished,
    DateTimeOffset Seen,
    int Unseen)
{
    /// <summary>More are not counted.</summary>
    public const int MaxUnseen = 100;

    private const int MaxFinished = 8;

    /// <summary>Nothing.</summary>
    public static BellContent Empty { get; } = new([], [], default, 0);

    /// <summary>How much is new: questions stay so until they are answered, outcomes until somebody looks.</summary>
    public int Count => Questions.Count + Unseen;

    /// <summary>The count, short enough for a badge.</summary>
    public string CountText => Count >= MaxUnseen ? "99+" : Formats.Number(Count);

    /// <summary>Reads it again. What cannot be read now stays as it was, so that no page breaks because of its bell.</summary>
    public async Task<BellContent> ReadAsync(TaskAccess access, SeenTimes seenTimes, CancellationToken cancellationToken = default)
    {
        List<TaskSnapshot> questions = [.. access.Active.Questions.Where(access.Person.CanAnswer)];
        try
        {
            var seen = await seenTimes.OfAsync(access);
            var mine = new TaskQuery { Owner = access.Person.Id, Limit = MaxFinished };
            var finished = (await access.ListAsync(mine, cancellationToken)).Items;
            var unseen = finished.Count(task => task.FinishedAt > seen);
            return new(questions, finished, seen, unseen < MaxFinished
                ? unseen
                : await access.CountAsync(mine with { From = seen.AddTicks(1) }, MaxUnseen, cancellationToken));
        }
        catch (Exception error) when (error is TaskStoreException or DbException)
        {
            return this with { Questions = questions };
        }
    }
}
