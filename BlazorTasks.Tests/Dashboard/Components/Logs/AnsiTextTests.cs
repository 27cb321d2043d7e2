namespace BlazorTasks.Tests.Dashboard.Components.Logs;

public class AnsiTextTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m rest", "red:ansi-red| rest:")]
    [InlineData("a \u001b[1;92mok\u001b[22m still\u001b[39m none", "a :|ok:ansi-green ansi-bold| still:ansi-green| none:")]
    [InlineData("\u001b[38;5;196mown\u001b[48;2;1;31;32mstill own\u001b[35mpink", "own:|still own:|pink:ansi-magenta")]
    [InlineData("\u001b[mreset \u001b[37mwhite is the text's own", "reset :|white is the text's own:")]
    [InlineData("\u001b[2K\u001b[31m<b>\u0007\u001b]0;title\u0007", "<b>\u2407:ansi-red")]
    [InlineData("\u001b[999999999999999mx", "x:")]
    public void Read_Codes_GivesPiecesOfOurPalette(string line, string pieces) =>
        string.Join('|', AnsiText.Read(line, 400)!.Select(piece => $"{piece.Text}:{piece.Class}")).Should().Be(pieces);

    [Fact]
    public void Read_NoColours_IsNothingOfItsOwn() => AnsiText.Read("plain \u001b]0;title\u0007", 400).Should().BeNull();

    [Fact]
    public void Read_LongLine_IsCutAtTheSamePlaceWithoutTheCodes() =>
        AnsiText.Read("\u001b[31m12345\u001b[0m67890", 7)!.Select(piece => piece.Text).Should().Equal("12345", "67");
}
