using System.Collections.Immutable;

namespace BlazorTasks.Tests.Core.Forms;

/// <summary>Lists, key-value pairs, groups, rows and files, with errors at the path of the field.</summary>
public class StructureTests
{
    private static readonly FormSchema Form = FormBuilder.FromType(typeof(Order));

    private const string Good =
        """
        {"customer":{"name":"Anna","city":"Lund"},"lines":[{"article":"a","amount":2},{"article":"b","amount":3}],"tags":["x","y"],
         "numbers":[1,2],"headers":{"X-A":"1","X-B":""},"prices":{"a":1.5},"days":["2026-11-21"],"modes":["fast"],
         "matrix":[[1,2],[3]],"version":"1.2"}
        """;

    private enum Mode
    {
        Fast,
        Slow,
    }

    [Fact]
    public void Form_OfEveryStructure_HasItsTypes() => Form.Fields.Select(field => (field.Name, field.Type)).Should().Equal(
        ("customer", FieldType.Group), ("lines", FieldType.Rows), ("tags", FieldType.List), ("numbers", FieldType.List),
            ("headers", FieldType.KeyValuePairs),
        ("prices", FieldType.KeyValuePairs), ("days", FieldType.List), ("modes", FieldType.MultiChoice), ("matrix", FieldType.Json),
            ("version", FieldType.Json));

    [Fact]
    public void Read_EveryStructure_IsBound()
    {
        var order = FormFixture.Bind<Order>(Good);

        order.Customer.Should().Be(new Customer("Anna", "Lund"));
        order.Lines.Should().Equal(new Line("a", 2), new Line("b", 3));
        order.Tags.Should().BeEquivalentTo("x", "y");
        order.Numbers.Should().Equal(1, 2);
        order.Headers.Should().Equal(new Dictionary<string, string> { ["X-A"] = "1", ["X-B"] = "" });
        order.Prices["a"].Should().Be(1.5m);
        order.Days.Should().Equal(new DateOnly(2026, 11, 21));
        order.Modes.Should().Equal(Mode.Fast);
        order.Matrix[1].Should().Equal(3);
        order.Version.Should().Be(new Version(1, 2));
    }

    [Fact]
    public void Read_WrongParts_AreErrorsAtTheirPaths() => Form.Errors(
        """
        {"customer":{"name":"","zip":"1"},"lines":[{"article":"a","amount":2},{"article":"b","amount":0},{"amount":"x"}],"tags":["x",null],
         "numbers":[1,"x",3.5],"headers":{"X-A":1," ":"x"},"prices":{"a":"cheap"},"days":["tomorrow"],"modes":["odd"],
         "matrix":[["x"]],"version":"one"}
        """).Keys.Should().BeEquivalentTo(
        "customer.name", "customer.zip", "lines[1].amount", "lines[2].article", "lines[2].amount", "tags[1]", "numbers[1]", "numbers[2]",
            "headers.X-A", "headers",
        "prices.a", "days[0]", "modes", "matrix", "version");

    [Fact]
    public void Read_OtherShapes_AreErrorsAtTheirFields() => Form.Errors(
        """{"customer":[],"lines":{},"tags":"x","numbers":1,"headers":[],"prices":"x","days":{},"modes":{},"matrix":"x","version":{}}""")
        .Keys.Should().BeEquivalentTo("customer", "lines", "tags", "numbers", "headers", "prices", "days", "modes", "matrix", "version");

    [Fact]
    public void Read_Nothing_AsksForEachRequiredField() =>
        Form.Errors("{}").Keys
            .Should().BeEquivalentTo(
            "customer.name",
            "lines",
            "tags",
            "numbers",
            "headers",
            "prices",
            "days",
            "modes",
            "matrix",
            "version");

    [Fact]
    public void Read_RuleOfARow_IsAnErrorInThatRow() =>
        Form.Errors(Good.Replace("\"amount\":3", "\"amount\":13", StringComparison.Ordinal))
            .Should().Equal(new Dictionary<string, string> { ["lines[1].amount"] = "Thirteen is bad luck" });

    [Fact]
    public void Read_AThousandWrongRows_AreNotAThousandMessages() =>
        Form.Errors($$"""{"lines":[{{string.Join(',', Enumerable.Repeat("{}", 1_000))}}]}""").Should().HaveCountLessThan(200);

    [Fact]
    public void Schema_MadeByHand_ChecksStructuresToo()
    {
        var form = new FormSchema(
        [
            new FormField("rows", FieldType.Rows) { Fields = [new FormField("size", FieldType.Integer) { Required = true, Min = 1 }],
                MaxItems = 2 },
            new FormField("list", FieldType.List) { Item = new FormField("item", FieldType.Email) { Required = true } },
            new FormField("pairs", FieldType.KeyValuePairs),
            new FormField("bare", FieldType.List),
            new FormField("group", FieldType.Group) { Fields = [new FormField("a", FieldType.Text)] },
            new FormField("pattern", FieldType.Text) { Pattern = "(" },
            new FormField("until", FieldType.Date) { To = "2026-12-31" },
        ]);

        form.Errors(
            """
            {"rows":[{"size":1},{"size":0}],"list":["a@b.se","x"],"pairs":{"a":1},"bare":[1],"group":{"b":1},
             "pattern":"x","until":"2027-01-01"}
            """).Keys.Should().BeEquivalentTo("rows[1].size", "list[1]", "pairs.a", "bare[0]", "group.b", "pattern", "until");
        form.Errors("""{"rows":[{"size":1},{"size":1},{"size":1}]}""")
            .Should().Equal(new Dictionary<string, string> { ["rows"] = "Add at most 2 rows (currently 3)" });
    }

    private sealed record Customer(string Name, string? City);

    private sealed record Line(string Article, [property: Range(1, 100), NotThirteen] int Amount);

    private sealed record Order(
        Customer Customer,
        IReadOnlyList<Line> Lines,
        HashSet<string> Tags,
        List<int> Numbers,
        Dictionary<string, string> Headers,
        IReadOnlyDictionary<string, decimal> Prices,
        ImmutableArray<DateOnly> Days,
        Mode[] Modes,
        int[][] Matrix,
        Version Version);

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class NotThirteenAttribute : ValidationAttribute
    {
        public NotThirteenAttribute() => ErrorMessage = "Thirteen is bad luck";

        public override bool IsValid(object? value) => value is not 13;
    }
}
