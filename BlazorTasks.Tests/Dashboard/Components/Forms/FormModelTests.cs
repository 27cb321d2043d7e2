namespace BlazorTasks.Tests.Dashboard.Components.Forms;

public class FormModelTests
{
    private static readonly FormField Mail = new("mail", FieldType.Email) { Required = true };
    private static readonly FormField Key = new("key", FieldType.Secret) { Required = true };

    private readonly FormModel _model = new(new FormSchema([Mail, Key]), TimeZoneInfo.Utc);

    [Fact]
    public void Set_BeforeAnythingWasRefused_SaysNothing()
    {
        _model.Set(Mail, "anna@");

        _model.Errors.Should().BeEmpty();
    }

    [Fact]
    public void Set_AfterARefusal_TheMessageOfThatFieldFollows()
    {
        _model.Check(null!).Should().BeNull();
        _model.Errors.Keys.Should().BeEquivalentTo("mail", "key");

        _model.Set(Mail, "anna@");
        _model.Errors["mail"].Should().NotBeEmpty();
        _model.Errors.Should().ContainKey("key");

        _model.Set(Mail, "anna@fjord.se");
        _model.Errors.Keys.Should().BeEquivalentTo("key");
    }

    [Fact]
    public void Set_SecretThatKeepsItsValue_MayBeEmpty()
    {
        var model = new FormModel(new FormSchema([Key]), TimeZoneInfo.Utc) { KeepsSecrets = true };
        model.Refuse(new Dictionary<string, string> { ["key"] = "Too short" });

        model.Set(Key, "");

        model.Errors.Should().BeEmpty();
        model.Keeps(Key).Should().BeTrue();
    }

    [Theory]
    [InlineData(FieldType.Number, "abc")]
    [InlineData(FieldType.Number, "12,5")]
    [InlineData(FieldType.Integer, "1.000.000")]
    [InlineData(FieldType.Duration, "90s")]
    [InlineData(FieldType.Date, "21/11/2026")]
    [InlineData(FieldType.DateTime, "tomorrow")]
    [InlineData(FieldType.Time, "25:00")]
    [InlineData(FieldType.Guid, "x")]
    [InlineData(FieldType.Json, "{\"a\":")]
    [InlineData(FieldType.Json, "abc")]
    [InlineData(FieldType.KeyValuePairs, "no equals sign")]
    [InlineData(FieldType.KeyValuePairs, "a=1\na=2")]
    [InlineData(FieldType.Rows, "[{")]
    [InlineData(FieldType.Group, "x")]
    public void SetText_ThatDoesNotFit_StaysAndIsAnErrorAtItsField(FieldType type, string text)
    {
        var field = new FormField("field", type) { Fields = [new FormField("a", FieldType.Text)] };
        var model = new FormModel(new FormSchema([field]), TimeZoneInfo.Utc);

        model.SetText(field, text);

        model.Check(null!).Should().BeNull();
        model.Errors.Keys.Should().Equal("field");
        model.GetText(field).Should().Be(text);
    }

    [Theory]
    [InlineData(FieldType.Number, "12.5", "12.5")]
    [InlineData(FieldType.Number, "1e300", "1E+300")]
    [InlineData(FieldType.Number, "0.1000000000000000000000000001", "0.1000000000000000000000000001")]
    [InlineData(FieldType.Date, "2026-11-21", "\"2026-11-21\"")]
    [InlineData(FieldType.DateTime, "2026-11-21T14:00", "\"2026-11-21T13:00:00Z\"")]
    [InlineData(FieldType.Time, "14:30", "\"14:30:00\"")]
    [InlineData(FieldType.Duration, "36:00:00", "\"1.12:00:00\"")]
    [InlineData(FieldType.List, "a\nb", "[\"a\",\"b\"]")]
    [InlineData(FieldType.KeyValuePairs, "a=1\nb=x=y", "{\"a\":\"1\",\"b\":\"x=y\"}")]
    [InlineData(FieldType.Json, "[1,2]", "[1,2]")]
    [InlineData(FieldType.Rows, "[{\"a\":\"x\"}]", "[{\"a\":\"x\"}]")]
    [InlineData(FieldType.Group, "{\"a\":\"x\"}", "{\"a\":\"x\"}")]
    public void SetText_ThatFits_IsTheSameInEveryCulture(FieldType type, string text, string json)
    {
        var field = new FormField("field", type) { Fields = [new FormField("a", FieldType.Text)] };
        var schema = new FormSchema([field]);
        var before = CultureInfo.CurrentCulture;
        foreach (var culture in new[] { "en-US", "de-DE", "th-TH", "fa-IR", "ar-SA" })
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var model = new FormModel(schema, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
            model.SetText(field, text);
            var input = model.Check(null!);
            var again = new FormModel(schema, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), input);
            CultureInfo.CurrentCulture = before;

            model.Errors.Should().BeEmpty(culture);
            input!.Value.GetProperty("field").GetRawText().Should().Be(json, culture);
            again.Check(null!)!.Value.GetRawText().Should().Be(input.Value.GetRawText(), culture);
        }
    }

    [Fact]
    public void Rows_AddedAndWrong_HaveTheirOwnErrors()
    {
        var amount = new FormField("amount", FieldType.Integer) { Required = true, Min = 1 };
        var lines = new FormField("lines", FieldType.Rows) { Fields = [amount] };
        var model = new FormModel(new FormSchema([lines]), TimeZoneInfo.Utc);
        var first = model.AddRow(lines);
        var second = model.AddRow(lines);
        first.SetText(amount, "1");
        second.SetText(amount, "x");

        model.Check(null!).Should().BeNull();
        model.Errors.Keys.Should().Equal("lines[1].amount");
        second.Errors.Keys.Should().Equal("amount");

        second.SetText(amount, "2");
        model.Errors.Should().BeEmpty();
        model.RemoveRow(lines, first);
        model.Check(null!)!.Value.GetRawText().Should().Be("""{"lines":[{"amount":2}]}""");
    }

    [Fact]
    public void Group_OptionalAndEmpty_IsOmitted()
    {
        var city = new FormField("city", FieldType.Text) { Required = true };
        var address = new FormField("address", FieldType.Group) { Fields = [city] };
        var model = new FormModel(new FormSchema([address]), TimeZoneInfo.Utc);

        model.Group(address).GetText(city).Should().BeEmpty();
        model.Check(null!)!.Value.GetRawText().Should().Be("{}");
        model.Group(address).SetText(city, "Lund");
        model.Check(null!)!.Value.GetRawText().Should().Be("""{"address":{"city":"Lund"}}""");
    }

    [Fact]
    public void Text_Cleared_IsNullRatherThanTheDefault()
    {
        var field = new FormField("word", FieldType.Text) { Nullable = true, Default = System.Text.Json.JsonElement.Parse("\"x\"") };
        var model = new FormModel(new FormSchema([field]), TimeZoneInfo.Utc);
        model.GetText(field).Should().Be("x");

        model.SetText(field, "");

        model.Check(null!)!.Value.GetRawText().Should().Be("""{"word":null}""");
    }
}
