using BlazorTasks.Dashboard.Components.Bulk;
using BlazorTasks.Dashboard.Components.Cards;

namespace BlazorTasks.Tests.Dashboard.Components.Bulk;

public class RowSelectionTests
{
    private readonly List<TaskSnapshot> _rows = [.. Enumerable.Range(0, 5).Select(i => new TaskSnapshot
    {
        Id = TaskId.New(DateTimeOffset.UnixEpoch.AddSeconds(i)),
        Name = $"{i}",
    })];

    private readonly RowSelection _selection;
    private bool _isHeld;

    public RowSelectionTests() => _selection = new RowSelection(() => _rows, held => _isHeld = held);

    [Fact]
    public void Tick_UpTo_TicksTheRowsBetween()
    {
        Tick(1);
        Tick(3, upTo: true);

        _selection.Ticked.Should().BeEquivalentTo([_rows[1].Id, _rows[2].Id, _rows[3].Id]);
        Tick(2);
        _selection.Items.Should().Equal(_rows[1], _rows[3]);
    }

    [Fact]
    public void TickAll_Twice_TicksAllThenNone()
    {
        Tick(0);

        _selection.TickAll();
        _selection.Count.Should().Be(5);
        _selection.TickAll();

        _selection.Count.Should().Be(0);
    }

    [Fact]
    public void TickAllMatching_ThenOneRow_IsASelectionOfRowsAgain()
    {
        _selection.TickAllMatching();
        _selection.Text.Should().Be("all");

        Tick(0);

        _selection.IsAllMatching.Should().BeFalse();
        _selection.Items.Should().Equal(_rows[1..]);
    }

    [Fact]
    public void Restore_OfItsText_SelectsWhatIsStillListed()
    {
        Tick(1);
        Tick(2);
        var text = _selection.Text;
        _rows.RemoveAt(2);

        _selection.Restore(new() { Value = text });

        _selection.Items.Should().Equal(_rows[1]);
    }

    [Fact]
    public void Hold_SelectedOrInUse_LastsUntilNeither()
    {
        _selection.Hold(true);
        Tick(0);
        _selection.Hold(false);
        _isHeld.Should().BeTrue("a row is selected");

        _selection.Hold(true);
        _selection.Clear();
        _isHeld.Should().BeTrue("the user still interacts with the list");
        _selection.Hold(false);

        _isHeld.Should().BeFalse();
    }

    private void Tick(int row, bool upTo = false) => _selection.Tick(new TaskCommand(_rows[row], TaskAction.Select, upTo));
}
