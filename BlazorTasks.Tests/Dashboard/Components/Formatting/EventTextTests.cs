using BlazorTasks.Dashboard.Components.Formatting;

namespace BlazorTasks.Tests.Dashboard.Components.Formatting;

public class EventTextTests
{
    private static readonly TaskError Error = new("IOException", "The disk is full.");

    public static TheoryData<TaskEvent, string> Sentences() => new()
    {
        { new TaskCreated("Import") { Owner = "Anna Lind" }, "Anna Lind created the task" },
        { new TaskCreated("Import") { Owner = "local" }, "You created the task" },
        { new TaskCreated("Import"), "The application created the task" },
        { new TaskStarting("node-b", 2), "Attempt 2 started on node-b" },
        { new StepFinished(3, "no"), "Step 3 failed: no" },
        { new CancelRequested("Jonas"), "Jonas requested cancellation" },
        { new TaskFailed(TaskReason.Exception, Error), "Failed: The disk is full." },
        { new TaskCancelled(TaskReason.Abandoned, null), "Did not stop in time and was abandoned" },
        { new TaskCancelled(TaskReason.ByUser, "Jonas"), "Jonas cancelled the task" },
        { new TaskDismissed(null), "Dismissed automatically" },
        { new TaskRetried("Mei"), "Mei requested a retry" },
        { new TaskSucceeded(Json.Parse("1")), "Succeeded with a result" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Say_EachKind_NamesWhoAndWhat(TaskEvent taskEvent, string sentence) => EventText.Say(taskEvent, TimeZoneInfo.Utc, "local")
        .Should().Be(sentence);

    [Fact]
    public void Say_PersonWithALogin_IsYouOnlyToThemselves()
    {
        var taskEvent = new CancelRequested("Anna Lind");

        EventText.Say(taskEvent, TimeZoneInfo.Utc, "Anna Lind").Should().Be("You requested cancellation");
        EventText.Say(taskEvent, TimeZoneInfo.Utc, "Jonas Berg").Should().Be("Anna Lind requested cancellation");
        EventText.Say(new CancelRequested("local"), TimeZoneInfo.Utc, "Jonas Berg").Should().Be("local requested cancellation");
    }

    [Fact]
    public void Say_EveryKindOfEvent_HasASentence()
    {
        foreach (var kind in typeof(TaskEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TaskEvent))))
        {
            var taskEvent = (TaskEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(kind);
            if (kind.GetConstructors().Single().GetParameters()
                .All(parameter => parameter.ParameterType != typeof(TaskError) && parameter.ParameterType != typeof(Prompt)
                && parameter.Name != "Message"))
            {
                EventText.Say(taskEvent, TimeZoneInfo.Utc, "local").Should().NotBeNullOrWhiteSpace(kind.Name);
            }

            EventText.Key(taskEvent).Should().NotBeNullOrWhiteSpace(kind.Name);
        }
    }
}
