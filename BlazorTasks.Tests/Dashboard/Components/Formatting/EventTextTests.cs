using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Tests.Support;

namespace BlazorTasks.Tests.Dashboard.Components.Formatting;

public class EventTextTests
{
    private static readonly TaskError Error = new("IOException", "The disk is full.");

    public static TheoryData<TaskEvent, string> Sentences() => new()
    {
        { new TaskCreated("Import") { Owner = "Anna Lind" }, "Anna Lind asked for it" },
        { new TaskCreated("Import") { Owner = "local" }, "You asked for it" },
        { new TaskCreated("Import"), "The program asked for it" },
        { new TaskStarting("node-b", 2), "Attempt 2 began on node-b" },
        { new StepFinished(3, "no"), "Step 3 did not end well: no" },
        { new CancelRequested("Jonas"), "Jonas asked it to stop" },
        { new TaskFailed(TaskReason.Exception, Error), "It failed: The disk is full." },
        { new TaskCancelled(TaskReason.Abandoned, null), "It did not stop in time and is no longer waited for" },
        { new TaskCancelled(TaskReason.ByUser, "Jonas"), "Jonas cancelled it" },
        { new TaskDismissed(null), "It left the list of active tasks by itself" },
        { new TaskRetried("Mei"), "Mei asked to run it once more" },
        { new TaskSucceeded(Json.Parse("1")), "It succeeded, with a result" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Say_EachKind_NamesWhoAndWhat(TaskEvent happened, string sentence) => EventText.Say(happened, TimeZoneInfo.Utc).Should().Be(sentence);

    [Fact]
    public void Say_EveryKindOfEvent_HasASentence()
    {
        foreach (var kind in typeof(TaskEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TaskEvent))))
        {
            var happened = (TaskEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(kind);
            if (kind.GetConstructors().Single().GetParameters().All(parameter => parameter.ParameterType != typeof(TaskError) && parameter.ParameterType != typeof(Prompt) && parameter.Name != "Message"))
            {
                EventText.Say(happened, TimeZoneInfo.Utc).Should().NotBeNullOrWhiteSpace(kind.Name);
            }

            EventText.Key(happened).Should().NotBeNullOrWhiteSpace(kind.Name);
        }
    }
}
