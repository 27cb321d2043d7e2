using BlazorTasks.Dashboard.Components.Forms;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;

namespace BlazorTasks.Tests.Dashboard.Components.Forms;

/// <summary>The controls of the fields that are made of several, and of those that are text of a form of their own.</summary>
public class FieldControlsTests : DashboardTest
{
    private static readonly FormField Article = new("article", FieldType.Text) { Required = true };
    private static readonly FormField Amount = new("amount", FieldType.Integer) { Required = true, Min = 1 };
    private static readonly FormField Lines = new("lines", FieldType.Rows) { Fields = [Article, Amount], Required = true };
    private static readonly FormField Customer =
        new("customer", FieldType.Group) { Fields = [new("name", FieldType.Text) { Required = true }, Lines], Required = true };
    private static readonly FormField Tags =
        new("tags", FieldType.List) { Item = new("tags", FieldType.Text) { Required = true, MaxLength = 5 }, MaxItems = 2 };
    private static readonly FormField Headers =
        new("headers", FieldType.KeyValuePairs) { Item = new("value", FieldType.Integer) { Required = true } };

    private FormModel _model = default!;

    [Theory]
    [InlineData(FieldType.Time, "time", "14:30", "\"14:30:00\"")]
    [InlineData(FieldType.Guid, "text", "019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11", "\"019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11\"")]
    [InlineData(FieldType.Json, "text", "{\"size\": 3}", "{\"size\":3}")]
    public void Typed_TextOfAForm_IsTheInput(FieldType type, string? control, string text, string json)
    {
        var cut = Show(new FormField("field", type) { Required = true });

        cut.Find("label[for=f-field]").TextContent.Trim().Should().Be("Field");
        cut.Find("#f-field").GetAttribute("type").Should().Be(control);
        cut.Find("#f-field").Change(text);

        Input().Should().Be($$"""{"field":{{json}}}""");
    }

    [Fact]
    public void Json_ThatIsNone_IsWrongAtItsField()
    {
        var cut = Show(new FormField("field", FieldType.Json));

        cut.Find("#f-field").Change("{");
        Check(cut);

        cut.Find("#f-field").GetAttribute("aria-invalid").Should().Be("true");
        cut.Find("#f-field").GetAttribute("aria-describedby").Should().Be("f-field-err");
        cut.Find("#f-field-err").TextContent.Should().StartWith("Enter JSON");
    }

    [Fact]
    public void List_AddedTypedAndRemoved_IsTheInput()
    {
        var cut = Show(Tags);

        Press(cut, "Add to Tags");
        cut.Find("[id='f-tags[0]']").Change("a");
        Press(cut, "Add to Tags");
        cut.Find("[id='f-tags[1]']").Change("b");
        cut.FindAll("label").Select(label => (label.TextContent, label.GetAttribute("for"))).Should()
            .Equal(("Tags 1", "f-tags[0]"), ("Tags 2", "f-tags[1]"));
        cut.Find("[aria-label='Add to Tags']").HasAttribute("disabled").Should().BeTrue("there may be two");
        Input().Should().Be("""{"tags":["a","b"]}""");

        Press(cut, "Remove Tags 1");
        Input().Should().Be("""{"tags":["b"]}""");
    }

    [Fact]
    public void List_OneValueIsWrong_ReportsItAtThatValueAndAboveTheForm()
    {
        var cut = Show(Tags, """{"tags":["a","too long"]}""");

        Check(cut);

        cut.Find("[id='f-tags[0]']").GetAttribute("aria-invalid").Should().Be("false");
        cut.Find("[id='f-tags[1]']").GetAttribute("aria-invalid").Should().Be("true");
        cut.Find("[id='f-tags[1]']").GetAttribute("aria-describedby").Should().Be("f-tags[1]-err");
        cut.Find("[id='f-tags[1]-err']").TextContent.Should().StartWith("Enter at most 5 characters");
        var link = cut.Find(".errbox a");
        link.TextContent.Should().StartWith("Tags 2: ");
        link.GetAttribute("href").Should().Be("#f-tags[1]");

        cut.Find("[id='f-tags[1]']").Change("short");
        cut.FindAll(".err, .errbox").Should().BeEmpty();
    }

    [Theory]
    [InlineData(FieldType.Boolean, "true", "[true]")]
    [InlineData(FieldType.DateTime, "2026-11-21T14:00:00Z", "[\"2026-11-21T14:00:00Z\"]")]
    [InlineData(FieldType.Duration, "00:30:00", "[\"00:30:00\"]")]
    public void List_OfAnyType_ShowsItsValuesInTheControlOfThatType(FieldType type, string value, string json)
    {
        var cut = Show(new FormField("field", FieldType.List) { Item = new("field", type) { Required = true } },
            $$"""{"field":["{{value}}"]}""");

        cut.FindAll("[id='f-field[0]']").Should().ContainSingle();
        Input().Should().Be($$"""{"field":{{json}}}""");
    }

    [Fact]
    public void Pairs_AddedTypedAndRemoved_AreTheInput()
    {
        var cut = Show(Headers);

        Press(cut, "Add to Headers");
        cut.Find("[id='f-headers[0]-name']").Change("size of it");
        cut.Find("[id='f-headers[0]']").Change("3");
        Press(cut, "Add to Headers");
        cut.Find("[id='f-headers[1]-name']").Change("other");
        cut.Find("[id='f-headers[1]']").Change("x");
        Check(cut);

        cut.FindAll("li label").Select(label => label.TextContent).Should()
            .Equal("Headers 1, name", "Headers 1, value", "Headers 2, name", "Headers 2, value");
        cut.Find("[id='f-headers[1]']").GetAttribute("aria-describedby").Should().Be("f-headers[1]-err");
        cut.Find(".errbox a").GetAttribute("href").Should().Be("#f-headers[1]");
        Press(cut, "Remove Headers 2");
        Input().Should().Be("""{"headers":{"size of it":3}}""");
    }

    [Fact]
    public void Pairs_ANameTwice_IsWrongAndNothingIsLost()
    {
        var cut = Show(Headers, """{"headers":{"a":1,"b":2}}""");

        cut.Find("[id='f-headers[1]-name']").Change("a");
        Check(cut);

        cut.Find("#f-headers-err").TextContent.Should().Be("Use the name 'a' only once");
        cut.Find("[id='f-headers[1]-name']").GetAttribute("aria-invalid").Should().Be("true");
        _model.Get<List<KeyValuePair<string, string>>>(Headers).Should().HaveCount(2);
    }

    [Fact]
    public void GroupWithRows_OneFieldIsWrong_ReportsItThereAndLeadsThere()
    {
        var cut = Show(Customer, """{"customer":{"name":"Anna","lines":[{"article":"a","amount":1},{"article":"b","amount":0}]}}""");

        cut.FindAll("fieldset > legend").Select(legend => legend.TextContent.Trim()).Should().Equal("Customer", "Lines");
        Check(cut);

        cut.Find("[id='f-customer.lines[1].amount']").GetAttribute("aria-describedby").Should().Be("f-customer.lines[1].amount-err");
        var link = cut.Find(".errbox a");
        link.TextContent.Should().StartWith("Customer, Lines 2, Amount: ");
        link.GetAttribute("href").Should().Be("#f-customer.lines[1].amount");

        cut.Find("[id='f-customer.lines[1].amount']").Change("2");
        cut.FindAll(".errbox").Should().BeEmpty("the list above the form follows what is typed in a row");
        Input().Should().Be("""{"customer":{"name":"Anna","lines":[{"article":"a","amount":1},{"article":"b","amount":2}]}}""");
    }

    [Fact]
    public void Rows_AddedAndRemoved_KeepWhatWasTypedInTheOthers()
    {
        var cut = Show(Lines);

        Press(cut, "Add to Lines");
        Press(cut, "Add to Lines");
        cut.Find("[id='f-lines[1].article']").Change("b");
        cut.Find("[id='f-lines[1].amount']").Change("2");
        Press(cut, "Remove Lines 1");

        cut.Find("[id='f-lines[0].article']").GetAttribute("value").Should().Be("b");
        Ids(cut).Should().OnlyHaveUniqueItems();
        Input().Should().Be("""{"lines":[{"article":"b","amount":2}]}""");
    }

    [Fact]
    public void Draft_OfWhatIsMadeOfSeveral_IsBroughtBackWhole()
    {
        var cut = Show(Lines);

        cut.Find("[name=f-lines-draft]").Change("""[{"article":"a","amount":1},{"article":"b"}]""");

        cut.Find("[id='f-lines[0].article']").GetAttribute("value").Should().Be("a");
        cut.Find("[id='f-lines[1].article']").GetAttribute("value").Should().Be("b");
        cut.Find("[data-draft-whole] [id='f-lines[0].amount']").Change("7");
        cut.Find("[name=f-lines-draft]").GetAttribute("value").Should().Contain("7");
    }

    [Fact]
    public async Task Files_ChosenInTwoGoes_AreAllKeptAndCanBeRemoved()
    {
        var field = new FormField("files", FieldType.Files) { Required = true, Accept = [".csv"] };
        var cut = Show(field);

        cut.FindComponent<InputFile>()
            .UploadFiles(InputFileContent.CreateFromText("a", "a.csv"), InputFileContent.CreateFromText("b", "b.csv"));
        cut.WaitForAssertion(() => cut.FindAll(".files li").Should().HaveCount(2));
        cut.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("c", "c.csv"));
        cut.WaitForAssertion(() => cut.FindAll(".files li").Should().HaveCount(3));
        await cut.InvokeAsync(() => cut.Find("[aria-label='Remove b.csv']").ClickAsync(new MouseEventArgs()));

        _model.Get<List<string>>(field)!.Select(token => Monitor.Uploads.Find(token)!.Name).Should().Equal("a.csv", "c.csv");
        cut.Find("label[for=f-files]").TextContent.Should().Contain("Files").And.Contain(".csv");
    }

    private IRenderedComponent<FormFields> Show(FormField field, string? given = null)
    {
        _model = new FormModel(new FormSchema([field]), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), given is null ? null
            : Json.Parse(given));
        return Render<FormFields>(form => form.Add(f => f.Model, _model));
    }

    private string? Input() => _model.Check(Monitor.For(Person.Local))?.GetRawText();

    private void Check(IRenderedComponent<FormFields> cut)
    {
        Input().Should().BeNull();
        cut.Render();
    }

    private static void Press(IRenderedComponent<FormFields> cut, string label) => cut.Find($"button[aria-label='{label}']").Click();

    private static List<string> Ids(IRenderedComponent<FormFields> cut) => [.. cut.FindAll("[id]").Select(element => element.Id!)];
}
