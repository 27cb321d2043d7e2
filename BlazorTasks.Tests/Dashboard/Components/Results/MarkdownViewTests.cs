namespace BlazorTasks.Tests.Dashboard.Components.Results;

public class MarkdownViewTests : BunitContext
{
    [Fact]
    public void Render_OrdinaryText_HasItsForm()
    {
        var cut = Show("""
            # Report
            All **well**, _mostly_, see [the list](https://example.org/list "t").

            1. one
            2. two
               - nested

            > said

            | a | b |
            |---|---|
            | 1 | 2 |

                code <b>
            """);

        cut.Find("h3").TextContent.Should().Be("Report", "the page has a heading of the first level of its own");
        cut.Find("a").GetAttribute("rel").Should().Be("noopener noreferrer");
        cut.FindAll("strong, em, ol > li, ul > li, blockquote").Should().HaveCount(6);
        cut.FindAll("td").Select(cell => cell.TextContent).Should().Equal("1", "2");
        cut.Find("pre code").TextContent.Trim().Should().Be("code <b>");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("text <img src=x onerror=alert(1)> text")]
    [InlineData("<iframe src='https://evil.example'></iframe>")]
    [InlineData("<a href=\"javascript:alert(1)\" onclick=x>a</a>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](java&#10;script:alert(1))")]
    [InlineData("[a](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[a][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("![x](https://evil.example/track.png)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("[a](//evil.example/x)")]
    [InlineData("[a](../admin/delete)")]
    [InlineData("```\n</code></pre><script>alert(1)</script>\n```")]
    [InlineData("|<script>|\n|-|\n|<img src=x onerror=y>|")]
    [InlineData("<style>*{display:none}</style><svg onload=alert(1)>")]
    public void Render_HostileText_MakesNothingThatActs(string text)
    {
        var cut = Show(text);

        cut.FindAll("script, img, iframe, style, svg, object, form, input, button").Should().BeEmpty();
        cut.FindAll("*").SelectMany(element => element.Attributes).Where(attribute => attribute.Name.StartsWith("on")).Should().BeEmpty();
        cut.FindAll("a").Select(link => new Uri(link.GetAttribute("href")!).Scheme).Except(["https", "http", "mailto"]).Should().BeEmpty();
    }

    [Fact]
    public void Render_TurnedAndControlCharacters_BecomeVisible() =>
        Show("**cod.\u202exe** \u001b[31mred\u0007").Find(".prose").TextContent.Trim().Should().Be("cod.\ufffdxe red␇");

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("*a ")]
    [InlineData("![")]
    public void Render_DeepNesting_IsCutOffAndDoesNotFillTheStack(string part)
    {
        var cut = Show(string.Concat(Enumerable.Repeat(part, 20_000 / part.Length)) + "x");

        cut.FindAll("*").Should().HaveCountLessThan(40_000);
    }

    [Fact]
    public void Render_VeryLongText_IsShownAsItIs() => Show(new string('*', 100_000)).Find(".prose-raw").TextContent.Should()
        .HaveLength(100_000);

    private IRenderedComponent<MarkdownView> Show(string text) => Render<MarkdownView>(view => view.Add(v => v.Text, text));
}
