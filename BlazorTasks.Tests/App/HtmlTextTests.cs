using BlazorTasks.App.Samples.Vocabulary;

namespace BlazorTasks.Tests.App;

public class HtmlTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<p>one</p><p>two</p>", " one  two ")]
    [InlineData("<P CLASS=\"a\">one<br>two</P>", " one two ")]
    [InlineData("<b>Harb</b>our <em>bell</em>", "Harbour bell")]
    [InlineData("fish &amp; chips, &Ouml;berg, &#8217;", "fish & chips, Öberg, ’")]
    [InlineData("a<script>if (a < b) alert('</p>')</SCRIPT >b", "a b")]
    [InlineData("a<style>p > b {}</style>b<!-- <p>never</p> -->c", "a bc")]
    [InlineData("<svg/>a<svg><text>b</text></svg>c", " a c")]
    [InlineData("1 < 2 <3 > 0", "1 < 2 <3 > 0")]
    [InlineData("<!doctype html><?xml version='1.0'?>a", "a")]
    [InlineData("a<script>never closed", "a ")]
    [InlineData("a<!-- never closed", "a")]
    [InlineData("a<p", "a")]
    [InlineData("a<", "a<")]
    [InlineData("", "")]
    public void Strip_Markup_LeavesWhatAPersonReads(string html, string expected) => HtmlText.Strip(html).Should().Be(expected);

    [Theory]
    [InlineData("<")]
    [InlineData("<!--")]
    [InlineData("<script>")]
    [InlineData("<script>x</script")]
    [InlineData("<p title='")]
    public async Task Strip_HostilePage_NeedsTimeInProportion(string part)
    {
        var page = string.Concat(Enumerable.Repeat(part, ArticleClient.MaxBytes / part.Length));

        await Task.Run(() => HtmlText.Strip(page)).WaitAsync(Support.TestMonitor.MaxWait); // a second scan for each part would take hours
    }
}
