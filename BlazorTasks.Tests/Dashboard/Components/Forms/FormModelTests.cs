using BlazorTasks.Dashboard.Components.Forms;
using BlazorTasks.Forms;

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
}
