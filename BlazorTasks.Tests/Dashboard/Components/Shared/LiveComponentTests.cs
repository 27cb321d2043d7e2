using BlazorTasks.Dashboard.Components.Live;

namespace BlazorTasks.Tests.Dashboard.Components.Shared;

public class LiveComponentTests : DashboardTest
{
    [Fact]
    public async Task Refresh_FirstOneIsSlow_NoOtherRunsAlongside()
    {
        var cut = Render<Slow>();
        var slow = cut.Instance;
        await Monitor.Start("Something changes", _ => { }).Completion;
        await slow.Notified.Task.WaitAsync(TestMonitor.MaxWait);

        slow.MostAtOnce.Should().Be(1);
        slow.Go.SetResult();

        cut.WaitForAssertion(() => slow.Finished.Should().BeGreaterThan(1));
        slow.MostAtOnce.Should().Be(1);
    }

    /// <summary>Its first reading ends when the test says so.</summary>
    public sealed class Slow : DashboardComponent
    {
        private int _running;

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Notified { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int MostAtOnce { get; private set; }

        public int Finished { get; private set; }

        protected override bool Concerns(TaskFrame frame)
        {
            Notified.TrySetResult();
            return true;
        }

        protected override async Task RefreshAsync()
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
            await Go.Task;
            _running--;
            Finished++;
        }
    }
}
