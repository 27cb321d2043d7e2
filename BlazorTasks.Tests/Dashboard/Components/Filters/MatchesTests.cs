using BlazorTasks.Dashboard.Components.Filters;

namespace BlazorTasks.Tests.Dashboard.Components.Filters;

public class MatchesTests
{
    [Theory]
    [InlineData("Import customers", "CUST", "Import |[cust]|omers")]
    [InlineData("aaa", "a", "[a]|[a]|[a]")]
    [InlineData("Import", "", "Import")]
    [InlineData("Import", "xyz", "Import")]
    [InlineData("<b>bold</b>", "<b>", "[<b>]|bold</b>")]
    [InlineData("", "a", "")]
    public void In_Text_IsCutWhereItMatches(string text, string term, string expected) =>
        string.Join('|', Matches.In(text, term).Select(part => part.IsMatch ? $"[{part.Part}]" : part.Part)).Should().Be(expected);
}
