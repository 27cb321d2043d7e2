using BlazorTasks.Dashboard.Components.Results;

namespace BlazorTasks.Tests.Dashboard.Components.Results;

public class StackTextTests
{
    private const string Stack = """
           at System.Net.Http.HttpClient.SendAsync(HttpRequestMessage request)
           at Fjord.Shop.ShopClient.PostAsync[T](T body, CancellationToken stop) in /src/Fjord/Shop/ShopClient.cs:line 88
        --- End of stack trace from previous location ---
           at Fjord.Imports.<>c__DisplayClass3_0.<<Run>b__0>d.MoveNext() in C:\src\Fjord\Imports.cs:line 61
           at BlazorTasks.TaskContext.StepAsync[T](String name, Func`1 work) in /src/TaskContext.Work.cs:line 60
        """;

    [Fact]
    public void Frames_OwnAndForeign_AreDistinguished()
    {
        var frames = StackText.Frames(Stack);

        frames.Select(frame => frame.IsOwn).Should().Equal(false, true, true, false);
        (frames[1].Method, frames[1].Place).Should().Be(("ShopClient.PostAsync[T]", "Shop/ShopClient.cs:88"));
        frames[2].Place.Should().Be("Fjord/Imports.cs:61");
        frames[0].Place.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a stack at all")]
    [InlineData("at ")]
    [InlineData("   at (")]
    [InlineData("   at <script>alert(1)</script>(…) in <b>:line x")]
    public void Frames_StrangeText_IsNoReasonToFail(string stack) => StackText.Frames(stack).Should().HaveCountLessThanOrEqualTo(1);

    [Fact]
    public void Whole_WithCause_HasBoth() =>
        StackText.Whole(new TaskError("System.A", "a", "at X", new TaskError("System.B", "b", "at Y"))).Should()
            .Be("System.A: a\nat X\n\nCaused by System.B: b\nat Y");
}
