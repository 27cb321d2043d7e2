using BlazorTasks.Dashboard.Components.History;

namespace BlazorTasks.Tests.Dashboard.Components.History;

public class HistoryViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly HistoryView _view = new();

    [Fact]
    public void Update_AtRest_ShowsTheLatest()
    {
        var (a, b) = (Task("a"), Task("b"));
        _view.Show(Page(a));

        _view.Update(Page(b, a), _ => null);

        _view.Page!.Items.Should().Equal(b, a);
        _view.PendingChanges.Should().Be(0);
    }

    [Fact]
    public void Update_Held_ChangesInPlaceAndCountsWhatIsNew()
    {
        var (a, b, c) = (Task("a"), Task("b"), Task("c"));
        _view.Show(Page(b, a));
        _view.Hold(true);

        var changed = a with { DismissedAt = Noon };
        var runsAgain = b with { State = TaskState.Queued };
        _view.Update(Page(c, changed), id => id == b.Id ? runsAgain : null);

        _view.Page!.Items.Should().Equal(runsAgain, changed);
        _view.PendingChanges.Should().Be(1);
    }

    [Fact]
    public void Hold_Ends_ShowsWhatWasHeldBack()
    {
        var (a, b) = (Task("a"), Task("b"));
        _view.Show(Page(a));
        _view.Hold(true);
        _view.Update(Page(b, a), _ => null);

        _view.Hold(false).Should().BeTrue();

        _view.Page!.Items.Should().Equal(b, a);
        _view.PendingChanges.Should().Be(0);
    }

    private static TaskPage Page(params TaskSnapshot[] tasks) => new(tasks, null, null);

    private static TaskSnapshot Task(string name) =>
        new() { Id = TaskId.New(Noon), Name = name, State = TaskState.Succeeded, FinishedAt = Noon };
}
