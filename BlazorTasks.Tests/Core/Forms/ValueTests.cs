using FsCheck;
using FsCheck.Fluent;

namespace BlazorTasks.Tests.Core.Forms;

/// <summary>Numbers, times and durations are read exactly, or not at all (cases C3, C4, C12).</summary>
public class ValueTests
{
    private static readonly FormSchema Form = typeof(ValueTests).FormOf(nameof(Parameters));

    [Theory]
    [InlineData("00:30:00", "00:30:00")]
    [InlineData("24:00:00", "1.00:00:00")]
    [InlineData("36:00:00", "1.12:00:00")]
    [InlineData("1.12:00:00", "1.12:00:00")]
    [InlineData("-00:00:01.5", "-00:00:01.5000000")]
    [InlineData("PT36H", "1.12:00:00")]
    [InlineData("P1DT30M", "1.00:30:00")]
    public void Duration_InAFormThatCanMeanOneThing_IsRead(string given, string stored) =>
        Form.Normal($$"""{"duration":"{{given}}"}""").Should().Be($$"""{"duration":"{{stored}}"}""");

    [Theory]
    [InlineData("90")]
    [InlineData("90s")]
    [InlineData("1:30")]
    [InlineData("10:30")]
    [InlineData("1.24:00:00")]
    [InlineData("00:60:00")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P")]
    [InlineData("99999999.00:00:00")]
    [InlineData("00:30:00 ")]
    public void Duration_ThatCouldMeanSomethingElse_IsAnError(string given) =>
        Form.Errors($$"""{"duration":"{{given}}"}""")
            .Should().Equal(new Dictionary<string, string> { ["duration"] = "Enter a duration, such as 00:30:00" });

    [Fact]
    public void Duration_AnyWritten_IsReadAsItself() =>
        Prop.ForAll<long>(
            ticks => DurationText.TryRead(
                DurationText.Write(new TimeSpan(ticks)),
                out var read) && read.Ticks == ticks).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1.5")]
    [InlineData("10:30")]
    [InlineData("03/04/2026")]
    [InlineData("Nov 2026")]
    [InlineData("2026-11-21T00:00:00Z")]
    [InlineData("2569-11-31")]
    public void Date_InAnyOtherForm_IsAnError(string given) => Form.Errors($$"""{"day":"{{given}}"}""").Should().ContainKey("day");

    [Theory]
    [InlineData("Nov 2026")]
    [InlineData("03/04/2026 10:00")]
    [InlineData("1.5")]
    [InlineData("2026-11-21")]
    public void DateTime_InAnyOtherForm_IsAnError(string given) => Form.Errors($$"""{"at":"{{given}}"}""").Should().ContainKey("at");

    [Theory]
    [InlineData("2026-11-21T14:00:00+01:00", "2026-11-21T13:00:00Z")]
    [InlineData("2026-11-21T14:00", "2026-11-21T14:00:00Z")]
    [InlineData("2026-11-21T14:00:00.5Z", "2026-11-21T14:00:00.5Z")]
    public void DateTime_Iso_IsReadAsUtc(string given, string stored) =>
        Form.Normal($$"""{"at":"{{given}}"}""").Should().Be($$"""{"at":"{{stored}}"}""");

    [Theory]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void Everything_InAnyCulture_IsReadTheSame(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Form.Normal("""{"day":"2026-11-21","at":"2026-11-21T14:00:00Z","time":"14:30","number":12.5}""")
                .Should().Be("""{"day":"2026-11-21","at":"2026-11-21T14:00:00Z","time":"14:30:00","number":12.5}""");
            Form.Errors("""{"number":"12,5"}""").Should().ContainKey("number");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("1e300", "1E+300")]
    [InlineData("1e-30", "1E-30")]
    [InlineData("0.1", "0.1")]
    [InlineData("\"1.50\"", "1.50")]
    public void Number_OfDouble_IsKeptExactly(string given, string stored) =>
        Form.Normal($$"""{"number":{{given}}}""").Should().Be($$"""{"number":{{stored}}}""");

    [Theory]
    [InlineData("1e300")]
    [InlineData("1e-30")]
    [InlineData("0.12345678901234567890123456789012345")]
    [InlineData("1e400")]
    public void Number_ThatADecimalCannotHold_IsAnErrorAndNeverRounded(string given) =>
        Form.Errors($$"""{"amount":{{given}}}""").Should().ContainKey("amount");

    [Theory]
    [InlineData("number", "1e400")]
    [InlineData("single", "1e39")]
    [InlineData("small", "256")]
    [InlineData("small", "-1")]
    [InlineData("large", "18446744073709551616")]
    [InlineData("count", "1.5")]
    public void Number_BeyondItsType_IsAnError(string field, string given) =>
        Form.Errors($$"""{"{{field}}":{{given}}}""").Should().ContainKey(field);

    [Fact]
    public void Number_AnyDecimal_IsKeptExactly() => Prop.ForAll<decimal>(number =>
    {
        var input = $$"""{"amount":{{number.ToString(CultureInfo.InvariantCulture)}}}""";
        return Form.Normal(input) == input;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Values_OfEverySimpleType_AreBound()
    {
        var bound = FormFixture.Bind<Simple>(
            """
            {"id":"019AA6F57A007C7E9D3A5A4D3F0C2B11","time":"14:30","letter":"ä","large":18446744073709551615,
             "any":{"a":[1]},"node":[1,2]}
            """);

        bound
            .Should().BeEquivalentTo(
            new
            {
                Id = Guid.Parse("019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11"),
                Time = new TimeOnly(14, 30),
                Letter = 'ä',
                Large = ulong.MaxValue
            });
        bound.Any.GetRawText().Should().Be("""{"a":[1]}""");
        bound.Node!.ToJsonString().Should().Be("[1,2]");
    }

    [Fact]
    public void Char_OfTwoLetters_IsAnError() =>
        FormBuilder.FromType(typeof(Simple)).Errors("""{"id":"no","time":"25:00","letter":"ab","large":1,"any":1}""").Keys
            .Should().BeEquivalentTo("id", "time", "letter");

    [Fact]
    public void Json_NestedDeeperThanItCanBeStored_IsAnError() =>
        FormBuilder.FromType(typeof(Simple)).Errors(
            $$"""
            {"id":"019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11","time":"14:30","letter":"a","large":1,
             "any":{{new string('[', 28)}}{{new string(']', 28)}}}
            """).Keys.Should().Equal("any");

    [Fact]
    public void Timeout_OfTheAttribute_IsReadAsAnyDuration()
    {
        new MonitoredTaskAttribute("x") { Timeout = "24:00:00" }.ToPolicy().Timeout.Should().Be(TimeSpan.FromDays(1));
        new MonitoredTaskAttribute("x") { Timeout = "90" }.Invoking(one => one.ToPolicy())
            .Should().Throw<NotSupportedException>().WithMessage("Timeout is \"90\"; it must be a duration*");
    }

    private static void Parameters(
        TimeSpan? duration,
        DateOnly? day,
        DateTimeOffset? at,
        TimeOnly? time,
        double? number,
        float? single,
        decimal? amount,
        byte? small,
        ulong? large,
        int? count)
    {
    }

    private sealed record Simple(
        Guid Id,
        TimeOnly Time,
        char Letter,
        ulong Large,
        System.Text.Json.JsonElement Any,
        System.Text.Json.Nodes.JsonNode? Node);
}
