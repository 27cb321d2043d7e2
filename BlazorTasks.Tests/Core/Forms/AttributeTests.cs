using System.Text.Json.Serialization;

namespace BlazorTasks.Tests.Core.Forms;

/// <summary>
/// Each DataAnnotations attribute and each mapping of the serialiser is honoured, or refused at setup (cases C1, C6, C7,
/// C8, C10).
/// </summary>
public class AttributeTests
{
    [Theory]
    [InlineData("""{"open":1e308}""", null)]
    [InlineData("""{"open":-1}""", "open")]
    [InlineData("""{"whole":2}""", null)]
    [InlineData("""{"whole":1}""", "whole")]
    [InlineData("""{"whole":10}""", "whole")]
    [InlineData("""{"day":"2026-12-31"}""", null)]
    [InlineData("""{"day":"2027-01-01"}""", "day")]
    [InlineData("""{"pause":"01:00:00"}""", null)]
    [InlineData("""{"pause":"01:00:01"}""", "pause")]
    public void Range_OfAnything_IsHonoured(string input, string? wrong) =>
        FormOf(nameof(Ranges)).Errors(input).Keys.Should().Equal(wrong is null ? [] : [wrong]);

    [Fact]
    public void Range_WithoutEnd_CanBeWrittenAsJson()
    {
        var field = FormOf(nameof(Ranges))["open"]!;

        JsonSerializer.Serialize(field.Max).Should().Be("null");
        FormOf(nameof(Ranges)).Errors("""{"open":-1}""")["open"].Should().Be("Enter a number of 0 or more");
        FormOf(nameof(Ranges)).Errors("""{"whole":1}""")["whole"].Should().Be("Enter a whole number above 1 and less than 10");
        FormOf(nameof(Ranges)).Errors("""{"day":"1999-01-01"}""")["day"]
            .Should().Be("Enter a date from 2026-01-01 to 2026-12-31, such as 2026-11-21");
    }

    [Theory]
    [InlineData("""{"tags":[]}""", "tags", "Add at least 1 values (currently 0)")]
    [InlineData("""{"tags":["a","b","c"]}""", "tags", "At most two, please")]
    [InlineData("""{"name":"  "}""", "name", "Who is it?")]
    [InlineData("""{"name":null}""", "name", "Who is it?")]
    [InlineData("""{"code":"x"}""", "code", "Two capitals, such as AB")]
    [InlineData("""{"mail":"x"}""", "mail", "No mail address")]
    [InlineData("""{"size":3}""", "size", null)]
    [InlineData("""{"denied":"root"}""", "denied", null)]
    [InlineData("""{"scores":[1,9]}""", "scores[1]", "Enter a whole number from 1 to 5")]
    public void Attribute_WithItsOwnMessageOrWithout_ReportsIt(string input, string at, string? message)
    {
        var errors = FormOf(nameof(Rules)).Errors(input);

        errors.Should().ContainKey(at);
        (message is null || errors[at] == message).Should().BeTrue(errors[at]);
    }

    [Fact]
    public void Required_ThatAllowsEmptyStrings_AcceptsOne() =>
        FormOf(nameof(Empty)).Normal("""{"text":""}""").Should().Be("""{"text":""}""");

    [Fact]
    public void Pattern_ThatWouldNeverFinish_IsAnErrorInTime() =>
        FormOf(nameof(Patterns)).Errors($$"""{"text":"{{new string('a', 5_000)}}!"}""").Should().ContainKey("text");

    [Fact]
    public void Rule_ThatThrows_IsAnErrorAtItsField() =>
        FormOf(nameof(Throws)).Errors("""{"text":"x"}""")
            .Should().Equal(new Dictionary<string, string> { ["text"] = "This value could not be validated by [Broken]: no rules today" });

    [Theory]
    [InlineData(nameof(LengthOfNumber), "*[StringLength] cannot be used on Int32*")]
    [InlineData(nameof(BadRange), "*[Range] cannot be used on Int32*")]
    [InlineData(nameof(BadPattern), "*[RegularExpression] cannot be used on String*")]
    [InlineData(nameof(MailOfNumber), "*[EmailAddress] can only be used on text, not on Int32*")]
    [InlineData(nameof(FlagsEnum), "*Days is a [Flags] enum*")]
    [InlineData(nameof(Unknown), "*the type Stream is not supported as a form field; register it as a service*")]
    [InlineData(nameof(ByReference), "*passed by value*")]
    [InlineData(nameof(Bytes), "*use a TaskFile*")]
    public void Attribute_ThatCannotBeHonoured_IsRefusedAtSetup(string method, string message) =>
        FluentActions.Invoking(() => FormOf(method)).Should().Throw<NotSupportedException>().WithMessage(message);

    [Theory]
    [InlineData(typeof(TwoConstructors),
        "*TwoConstructors has no constructor that the serializer would choose; mark one with [JsonConstructor]*")]
    [InlineData(typeof(Endless), "*Endless.Next: Endless is recursive*")]
    [InlineData(typeof(ComparesNothing), "*[Compare] refers to Nothing, which ComparesNothing does not have*")]
    [InlineData(typeof(HoldsASecret), "*HoldsASecret.Inner: Login contains a secret*")]
    [InlineData(typeof(NumberedOne), "*NumberedOne.One: Numbered is serialized as a number*")]
    [InlineData(typeof(IDisposable), "*the type IDisposable is not supported as a form field*")]
    public void Record_ThatTheSerialiserCannotFill_IsRefusedAtSetup(Type type, string message) =>
        FluentActions.Invoking(() => FormBuilder.FromType(type)).Should().Throw<NotSupportedException>().WithMessage(message);

    [Fact]
    public void Record_WithMappingsOfTheSerialiser_IsAskedAndBoundByThem()
    {
        var form = FormBuilder.FromType(typeof(Mapped));

        form.Fields.Select(field => field.Name).Should().Equal("e-mail", "kind", "picked");
        form["kind"]!.Options.Select(option => option.Value).Should().Equal("in-house", "other");
        FormFixture.Bind<Mapped>("""{"e-mail":"a","kind":"in-house","picked":3}""")
            .Should().BeEquivalentTo(new { Mail = "a", Kind = Kind.InHouse, Picked = 3, Hidden = (string?)null });
        form.Errors("""{"e-mail":"a","kind":"in_house","hidden":"x"}""").Keys.Should().BeEquivalentTo("kind", "picked", "hidden");
    }

    [Fact]
    public void Record_WithInitialValues_HasThemAsDefaults()
    {
        var form = FormBuilder.FromType(typeof(Initialised));

        form["copies"].Should().BeEquivalentTo(new { Required = false });
        FormFixture.Bind<Initialised>("""{"name":"x"}""").Should().BeEquivalentTo(new { Name = "x", Copies = 2, Kind = Kind.Other });
    }

    [Fact]
    public void Compare_WithAnotherMember_IsHonoured()
    {
        var form = FormBuilder.FromType(typeof(Passwords));

        form.Errors("""{"password":"a","again":"a"}""").Should().BeEmpty();
        form.Errors("""{"password":"a","again":"b"}""").Keys.Should().Equal("again");
    }

    [Fact]
    public void ValidatableObject_IsAskedAfterItsFields()
    {
        var form = FormBuilder.FromType(typeof(Period));

        form.Errors("""{"first":"2026-11-21","last":"2026-11-22"}""").Should().BeEmpty();
        form.Errors("""{"first":"2026-11-21","last":"2026-11-20"}""")
            .Should().Equal(new Dictionary<string, string> { ["last"] = "It ends before it begins" });
        form.Errors("""{"first":"2026-11-21"}""").Keys.Should().Equal("last");
    }

    [Fact]
    public void Constructor_ThatThrows_IsAnErrorOfTheWhole() =>
        FormBuilder.FromType(typeof(Picky)).Errors("""{"name":"nobody"}""")
            .Should().Equal(new Dictionary<string, string> { [""] = "nobody is not allowed" });

    [Fact]
    public void Rule_OfOnesOwn_SeesTheWholeRecord()
    {
        FormBuilder.FromType(typeof(Ordered)).Errors("""{"low":2,"high":1}""")
            .Should().Equal(new Dictionary<string, string> { ["high"] = "High is below 2" });
        FormBuilder.FromType(typeof(Ordered)).Errors("""{"low":1,"high":2}""").Should().BeEmpty();
    }

    [Fact]
    public async Task FromParameter_FromManyThreads_IsTheSame()
    {
        var parameters = typeof(AttributeTests).GetMethod(
            nameof(Rules),
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetParameters();
        using var together = new Barrier(8);

        var forms = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return Enumerable.Range(0, 200).SelectMany(_ => parameters.Select(FormBuilder.FromParameter))
                    .Select(field => (field.Name, field.Required)).Distinct().ToList();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        forms.Should().OnlyContain(form => form.SequenceEqual(forms[0]));
    }

    private static FormSchema FormOf(string method) => typeof(AttributeTests).FormOf(method);

#pragma warning disable IDE0060, CA1801 // parameters are what is tested
    private static void Ranges(
        [Range(0, double.MaxValue)] double? open,
        [Range(1, 10, MinimumIsExclusive = true, MaximumIsExclusive = true)] int? whole,
        [Range(typeof(DateOnly), "2026-01-01", "2026-12-31")] DateOnly? day,
        [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] TimeSpan? pause,
        [Range(double.NegativeInfinity, double.PositiveInfinity)] double? any)
    {
    }

    private static void Rules(
        [MinLength(1), MaxLength(2, ErrorMessage = "At most two, please")] string[] tags,
        [Required(ErrorMessage = "Who is it?")] string? name,
        [RegularExpression("[A-Z]{2}", ErrorMessage = "Two capitals, such as AB")] string? code,
        [EmailAddress(ErrorMessage = "No mail address")] string? mail,
        [AllowedValues(1, 2)] int? size,
        [DeniedValues("root")] string? denied,
        [Range(1, 5)] int[]? scores)
    {
    }

    private static void Empty([Required(AllowEmptyStrings = true)] string text)
    {
    }

    private static void Patterns([RegularExpression("^(a+)+$")] string text)
    {
    }

    private static void Throws([Broken] string text)
    {
    }

    private static void LengthOfNumber([StringLength(3)] int number)
    {
    }

    private static void BadRange([Range(typeof(int), "a", "b")] int number)
    {
    }

    private static void BadPattern([RegularExpression("(")] string text)
    {
    }

    private static void MailOfNumber([EmailAddress] int number)
    {
    }

    private static void FlagsEnum(Days days)
    {
    }

    private static void Unknown(Stream stream)
    {
    }

    private static void ByReference(ref int number) => number++;

    private static void Bytes(byte[] content)
    {
    }
#pragma warning restore IDE0060, CA1801

    [Flags]
    private enum Days
    {
        None = 0,
        Monday = 1,
        Tuesday = 2,
    }

    private enum Numbered
    {
        One,
    }

    private enum Kind
    {
        [JsonStringEnumMemberName("in-house")]
        InHouse,
        Other,
    }

    private sealed record Mapped([property: JsonPropertyName("e-mail")] string Mail, Kind Kind)
    {
        public required int Picked { get; init; }

        [JsonIgnore]
        public string? Hidden { get; init; }

        public int Computed => Picked * 2;
    }

    private sealed class Initialised
    {
        public required string Name { get; init; }

        public int Copies { get; init; } = 2;

        public Kind Kind { get; init; } = Kind.Other;
    }

    private sealed record Passwords(string Password, [property: Compare(nameof(Passwords.Password))] string Again);

    private sealed record Period(DateOnly First, DateOnly Last) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Last < First)
            {
                yield return new ValidationResult("It ends before it begins", [nameof(Last)]);
            }
        }
    }

    private sealed class TwoConstructors
    {
        public TwoConstructors(string name) => Name = name;

        public TwoConstructors(string name, int number) => Name = $"{name}{number}";

        public string Name { get; }
    }

    private sealed record Endless(string Name, Endless? Next);

    private sealed record ComparesNothing([property: Compare("Nothing")] string Text);

    private sealed record NumberedOne([property: JsonConverter(typeof(JsonNumberEnumConverter<Numbered>))] Numbered One);

    private sealed record Login([property: DataType(DataType.Password)] string Key);

    private sealed record HoldsASecret(Login Inner);

    private sealed record Picky
    {
        public Picky(string name) => Name = name == "nobody" ? throw new InvalidOperationException("nobody is not allowed") : name;

        public string Name { get; }
    }

    private sealed record Ordered(int Low, [property: NotBelowLow] int High);

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class NotBelowLowAttribute : ValidationAttribute
    {
        protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
            value is int high && high < ((Ordered)validationContext.ObjectInstance).Low ? new ValidationResult(
                $"{validationContext.DisplayName} is below 2") : null;
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class BrokenAttribute : ValidationAttribute
    {
        public override bool IsValid(object? value) => throw new IOException("no rules today");
    }
}
