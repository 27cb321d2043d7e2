using BlazorTasks.Dashboard.Components.Active;

namespace BlazorTasks.Tests.Dashboard.Components.Active;

public class ActiveViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly ActiveView _view = new();

    [Fact]
    public void Update_AtRest_ShowsWhatIsThere()
    {
        var latest = Tasks(Running("A"), Running("B"));

        _view.Update(latest, TaskFilter.None);

        _view.Shown.Should().BeSameAs(latest, "without a filter everyone shares one list");
    }

    [Fact]
    public void Update_WhileHeld_ChangesInPlaceAndCountsWhatIsHeldBack()
    {
        var (a, b) = (Running("A"), Running("B"));
        _view.Update(Tasks(a, b), TaskFilter.None);
        _view.Hold(true);

        var moved = a with { Progress = 50 };
        var ended = b with { State = TaskState.Succeeded };
        _view.Update(new ActiveTasks([Running("C"), moved], [], [ended]), TaskFilter.None);

        _view.Shown.InProgress.Should().Equal(moved, ended);
        _view.Shown.JustFinished.Should().BeEmpty("what ends stays in its place");
        _view.PendingChanges.Should().Be((1, 1));
    }

    [Fact]
    public void Update_WhileHeldAndATaskLeftTheBoard_KeepsItsPlace()
    {
        var a = Running("A");
        _view.Update(Tasks(a), TaskFilter.None);
        _view.Hold(true);

        _view.Update(ActiveTasks.None, TaskFilter.None);

        _view.Shown.InProgress.Should().Equal(a);
    }

    [Fact]
    public void Hold_Released_ShowsTheLatest()
    {
        _view.Update(Tasks(Running("A")), TaskFilter.None);
        _view.Hold(true);
        var latest = Tasks(Running("B"));
        _view.Update(latest, TaskFilter.None);

        _view.Hold(false).Should().BeTrue();

        _view.Shown.Should().BeSameAs(latest);
        _view.PendingChanges.Should().Be((0, 0));
        _view.Hold(false).Should().BeFalse("nothing more changes");
    }

    [Fact]
    public void Update_FilterChangedWhileHeld_ShowsItsResultImmediately()
    {
        var (a, b) = (Running("Alpha"), Running("Beta"));
        _view.Update(Tasks(a, b), TaskFilter.None);
        _view.Hold(true);

        _view.Update(Tasks(a, b), TaskFilter.None with { Text = "bet" });

        _view.Shown.InProgress.Should().Equal(b);
        _view.Count.Should().Be(1);
    }

    [Theory]
    [InlineData("import", true)]
    [InlineData("SPRING", true)]
    [InlineData("row 5", true)]
    [InlineData("crm", true)]
    [InlineData("nothing", false)]
    public void Matches_Text_LooksIntoNameLabelStatusAndTags(string text, bool expected)
    {
        var task = Running("Import customers") with { Label = "spring.csv", Status = "Row 5", Tags = ["crm"] };

        (TaskFilter.None with { Text = text }).Matches(task).Should().Be(expected);
    }

    [Fact]
    public void Matches_IdOwnerStateDefinitionAndNode_EachMustFit()
    {
        var task = Running("Import") with { Owner = "anna", Definition = "import", Node = "a" };

        (TaskFilter.None with { Text = task.Id.ToString()[^8..] }).Matches(task).Should().BeTrue();
        (TaskFilter.None with { Owner = "jonas" }).Matches(task).Should().BeFalse();
        (TaskFilter.None with { States = [TaskState.Waiting] }).Matches(task).Should().BeFalse();
        (TaskFilter.None with { Definition = "other" }).Matches(task).Should().BeFalse();
        (TaskFilter.None with { Node = "b" }).Matches(task).Should().BeFalse();
        new TaskFilter { Owner = "anna", States = [TaskState.Running], Definition = "import", Node = "a" }.Matches(task).Should().BeTrue();
    }

    [Fact]
    public void Update_QuestionsThatThisPersonMayNotAnswer_StandAmongTheOthers()
    {
        var (mine, others) = (Asking("Mine", Answerers.Anyone, Noon), Asking("Others", Answerers.InRole("boss"), Noon.AddMinutes(1)));
        var (old, fresh) = (Running("Old"), Running("Fresh", Noon.AddMinutes(2)));
        var latest = Tasks(others, mine, fresh, old);

        _view.Update(latest, TaskFilter.None, new Person("anna") { Role = TaskRole.Admin });
        _view.Shown.InProgress.Should().Equal(mine, fresh, others, old);

        _view.Update(latest, TaskFilter.None, new Person("eva", ["boss"]) { Role = TaskRole.Admin });
        _view.Shown.Should().BeSameAs(latest, "who may answer all shares one list with everyone");
    }

    private static ActiveTasks Tasks(params TaskSnapshot[] running) => new(running, [], []);

    private static TaskSnapshot Asking(string name, Answerers who, DateTimeOffset at) =>
        Running(name, at) with
        {
            State = TaskState.Waiting,
            Prompt = new Prompt("1", PromptKind.Confirm, "Publish?") { For = who, Form = BlazorTasks.Forms.FormSchema.Empty }
        };

    private static TaskSnapshot Running(string name, DateTimeOffset? at = null) => new RecordedTask(name, at ?? Noon)
        .Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Snapshot;
}
