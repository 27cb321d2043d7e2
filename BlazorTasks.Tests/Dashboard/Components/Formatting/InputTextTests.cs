using BlazorTasks.Dashboard.Components.Formatting;

namespace BlazorTasks.Tests.Dashboard.Components.Formatting;

public class InputTextTests
{
    private static readonly FormSchema Form = new(
    [
        new("file", FieldType.File), new("sizes", FieldType.List) { Item = new("item", FieldType.Integer) },
        new("headers", FieldType.KeyValuePairs) { Item = new("item", FieldType.Text) },
        new("customer", FieldType.Group) { Fields = [new("name", FieldType.Text), new("key", FieldType.Secret)] },
        new("lines", FieldType.Rows), new("attachments", FieldType.Files), new("extra", FieldType.Json), new("wait", FieldType.Duration),
        new("modes", FieldType.MultiChoice) { Options = [new("merge", "Merge"), new("keep_both", "Keep both")] },
        new("dry_run", FieldType.Boolean), new("key", FieldType.Secret),
    ]);

    [Theory]
    [InlineData("""{"file":"a1b2/winter-list.csv"}""", "winter-list.csv")]
    [InlineData("""{"sizes":[1,2,3,4,5]}""", "1, 2, 3 and 2 more")]
    [InlineData("""{"headers":{"Accept":"text/html","From":"me"}}""", "Accept: text/html, From: me")]
    [InlineData("""{"customer":{"name":"Anna Lind","key":"hidden"}}""", "Anna Lind")]
    [InlineData("""{"lines":[{"article":"Tea"},{"article":"Cups"}]}""", "Lines 2 rows")]
    [InlineData("""{"attachments":["a1/rent.pdf","b2/freight.pdf"]}""", "rent.pdf, freight.pdf")]
    [InlineData("""{"extra":{"deep":[1,{"er":true}]}}""", """Extra {"deep":[1,{"er":true}]}""")]
    [InlineData("""{"wait":"00:30:00"}""", "Wait 30 min")]
    [InlineData("""{"modes":["keep_both"],"dry_run":true}""", "Keep both, Dry run")]
    [InlineData("""{"key":"hidden","dry_run":false,"sizes":[]}""", "default values")]
    public void Summarize_EachKindOfField_IsOneReadableLine(string input, string line) =>
        InputText.Summarize(Form, Json.Parse(input)).Replace('\u00a0', ' ').Should().Be(line);
}
