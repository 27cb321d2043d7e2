namespace BlazorTasks.Tests.Dashboard.Access;

public class PersonMappingTests
{
    private readonly DashboardOptions _options = new();

    [Fact]
    public void PersonOf_NobodySignedIn_IsNobody() => Map(new ClaimsPrincipal(new ClaimsIdentity())).Should().BeNull();

    [Fact]
    public void PersonOf_OnThisComputer_IsTheLocalAdministrator() =>
        Map(PersonMapping.OnThisComputer(new ClaimsPrincipal(new ClaimsIdentity()))).Should().BeSameAs(Person.Local);

    [Fact]
    public void PersonOf_SignedInOnThisComputer_IsThemselvesAsAdministrator()
    {
        var person = Map(PersonMapping.OnThisComputer(User(("sub", "7"), (ClaimTypes.Name, "Anna"))))!;

        (person.Id, person.Name, person.Role).Should().Be(("7", "Anna", TaskRole.Admin));
    }

    [Fact]
    public void PersonOf_WithoutName_IsNeverLocal()
    {
        var person = Map(User((ClaimTypes.NameIdentifier, "4711")))!;

        (person.Id, person.Name).Should().Be(("4711", "4711"));
        Map(User((ClaimTypes.Country, "SE"))).Should().BeNull("without an id they cannot own anything");
    }

    [Theory]
    [InlineData("local", "user:local")]
    [InlineData("bootstrap", "user:bootstrap")]
    [InlineData("script", "user:script")]
    [InlineData("user:local", "user:user:local")]
    [InlineData("user:anna", "user:anna")]
    [InlineData("anna", "anna")]
    public void PersonOf_IdOfSomeoneWhoDoesNotSignIn_IsAnother(string id, string expected)
    {
        Map(User((ClaimTypes.NameIdentifier, id)))!.Id.Should().Be(expected);

        Map(Mapping.UserOf(expected))!.Id.Should().Be(expected, "the owner of an API key is found again");
        Mapping.UserOf(expected).FindFirst(ClaimTypes.NameIdentifier)!.Value.Should().Be(id);
    }

    [Fact]
    public void PersonOf_NameThatBreaksLinesOrTurnsText_IsMadeVisible() =>
        Map(User((ClaimTypes.NameIdentifier, "1"), (ClaimTypes.Name, "Eve\n\u202enimda")))!.Name.Should().Be("Eve\u2424\ufffdnimda");

    [Fact]
    public void PersonOf_SameName_HasTwoIds()
    {
        var first = Map(User((ClaimTypes.NameIdentifier, "1"), (ClaimTypes.Name, "Anna")))!;
        var second = Map(User((ClaimTypes.NameIdentifier, "2"), (ClaimTypes.Name, "Anna")))!;

        first.CanSee(Owned("2")).Should().BeFalse();
        second.CanSee(Owned("2")).Should().BeTrue();
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData(" ")]
    public void PersonOf_IdThatCannotBeStored_IsNobody(string id) =>
        Map(User((ClaimTypes.NameIdentifier, id))).Should().BeNull();

    [Theory]
    [InlineData(ClaimTypes.Role, "ops", TaskRole.Admin)]
    [InlineData("role", "ops", TaskRole.Admin)]
    [InlineData("roles", "ops", TaskRole.Admin)]
    [InlineData("groups", "g1", TaskRole.Viewer)]
    [InlineData("groups", "g2", TaskRole.Operator)]
    public void PersonOf_Claims_AreMappedToRoles(string type, string value, TaskRole expected)
    {
        _options.AdminRoles.Add("ops");
        _options.ViewerRoles.Add("groups=g1");

        Map(User((ClaimTypes.NameIdentifier, "1"), (type, value)))!.Role.Should().Be(expected);
    }

    [Fact]
    public void PersonOf_NoRole_IsAnOperatorByDefaultAndNobodyIfSaidSo()
    {
        var person = Map(User((ClaimTypes.NameIdentifier, "1")))!;
        (person.Role, person.SeesAllTasks).Should().Be((TaskRole.Operator, false));

        _options.DefaultRole = null;
        Map(User((ClaimTypes.NameIdentifier, "1"))).Should().BeNull();
    }

    [Fact]
    public void PersonOf_OtherClaims_AreUsedIfSaidSo()
    {
        (_options.PersonIdClaim, _options.PersonNameClaim, _options.OperatorsSeeAllTasks) = ("oid", "nick", true);

        var person = Map(User(("oid", "o-1"), ("nick", "Al"), (ClaimTypes.NameIdentifier, "x")))!;

        (person.Id, person.Name, person.SeesAllTasks).Should().Be(("o-1", "Al", true));
    }

    private PersonMapping Mapping => new(Options.Create(_options), new PersonNames());

    private Person? Map(ClaimsPrincipal user) => Mapping.PersonOf(user);

    private static ClaimsPrincipal User(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value)), "Test"));

    private static TaskSnapshot Owned(string owner) =>
        TaskSnapshot.From(TaskId.New(DateTimeOffset.UnixEpoch), new TaskCreated("Task") { Owner = owner });
}
