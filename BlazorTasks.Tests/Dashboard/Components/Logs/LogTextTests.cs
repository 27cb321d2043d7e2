namespace BlazorTasks.Tests.Dashboard.Components.Logs;

public class LogTextTests
{
    [Theory]
    [InlineData("plain, Ölandet, 日本, עברית\u200f", "plain, Ölandet, 日本, עברית\u200f")]
    [InlineData("\u001b[1;31mred\u001b[0m", "red")]
    [InlineData("\u001b]0;owned title\u0007after", "after")]
    [InlineData("\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u001b", "␛")]
    [InlineData("a\0b\u0007c\bd\u007f", "a␀b␇c␈d␡")]
    [InlineData("a\u009b31mb", "a\ufffd31mb")]
    [InlineData("over\rwritten", "over␍written")]
    [InlineData("cod.\u202exe\u202c \u2066x\u2069", "cod.\ufffdxe\ufffd \ufffdx\ufffd")]
    [InlineData("line\u2028line", "line␤line")]
    [InlineData("two\n\tlines", "two\n\tlines")]
    public void Clean_HostileText_BecomesVisibleOrIsOmitted(string text, string clean) => LogText.Clean(text).Should().Be(clean);

    [Fact]
    public void CleanLine_LineBreaks_BecomeSigns() => LogText.CleanLine("a\r\nb\nc\td").Should().Be("a␤b␤c d");

    [Fact]
    public void Clean_HarmlessText_IsTheSameObject()
    {
        var text = new string('x', 10_000);

        LogText.Clean(text).Should().BeSameAs(text);
    }
}
