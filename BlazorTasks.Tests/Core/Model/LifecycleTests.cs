namespace BlazorTasks.Tests.Core.Model;

public class LifecycleTests
{
    [Theory]
    [InlineData(TaskState.Scheduled, "Queued Failed Cancelled")]
    [InlineData(TaskState.Queued, "Starting Failed Cancelled")]
    [InlineData(TaskState.Starting, "Queued Running Waiting Backoff Cancelling Failed Interrupted")]
    [InlineData(TaskState.Running, "Queued Waiting Backoff Cancelling Succeeded Failed Declined Interrupted")]
    [InlineData(TaskState.Waiting, "Queued Running Waiting Backoff Cancelling Succeeded Failed Cancelled Declined Interrupted")]
    [InlineData(TaskState.Backoff, "Queued Failed Cancelled")]
    [InlineData(TaskState.Cancelling, "Succeeded Failed Cancelled Declined")]
    [InlineData(TaskState.Succeeded, "")]
    [InlineData(TaskState.Failed, "Queued")]
    [InlineData(TaskState.Cancelled, "Queued")]
    [InlineData(TaskState.Declined, "Queued")]
    [InlineData(TaskState.Interrupted, "Queued")]
    public void Next_EveryState_IsTheTableOfTheSpecification(TaskState from, string expected)
    {
        var next = Enum.GetValues<TaskState>().Where(to => Lifecycle.Allows(from, to));

        string.Join(' ', next).Should().Be(expected);
        Lifecycle.Next(from).Should().BeEquivalentTo(next);
    }

    [Fact]
    public void IsFinal_EveryState_OnlyThoseThatEnd() =>
        Enum.GetValues<TaskState>().Where(state => state.IsFinal()).Should().Equal(
            TaskState.Succeeded, TaskState.Failed, TaskState.Cancelled, TaskState.Declined, TaskState.Interrupted);
}
