namespace BlazorTasks.Tests.App.Accounts;

public class OpenIdSettingsTests
{
    [Theory]
    [InlineData("http://login.example", "tasks", "groups=a", null, "*Authority is \"http://login.example\"*https*")]
    [InlineData("login.example", "tasks", "groups=a", null, "*Authority is \"login.example\"*")]
    [InlineData("https://login.example", "", "groups=a", null, "*ClientId is missing*")]
    [InlineData("https://login.example", "tasks", null, null, "*nobody would get in*")]
    [InlineData("https://login.example", "tasks", null, "boss", "*boss*")]
    public void Read_Wrong_IsExplained(string authority, string client, string? adminRole, string? defaultRole, string problem)
    {
        var read = () => Read(authority, client, adminRole, defaultRole);

        read.Should().Throw<TaskSetupException>().WithMessage(problem);
    }

    [Theory]
    [InlineData("groups=a", "viewer", "a", TaskRole.Admin)]
    [InlineData("groups=a", "viewer", "b", TaskRole.Viewer)]
    [InlineData("groups=a", null, "b", null)]
    [InlineData(null, "viewer", "a", TaskRole.Operator)]
    public void RoleOf_SomeoneWithAnAccount_IsThatOfTheProviderIfItDecides(
        string? adminRole,
        string? @default,
        string group,
        TaskRole? role)
    {
        var settings = Read("https://login.example", "tasks", adminRole, @default);
        var user = new ClaimsPrincipal(new ClaimsIdentity([new("groups", group)], "OpenId"));

        settings.RoleOf(user, new Account { Role = TaskRole.Operator }).Should().Be(role);
    }

    private static OpenIdSettings Read(string authority, string client, string? adminRole, string? defaultRole) =>
        OpenIdSettings.Read(new ConfigurationManager
        {
            [$"{OpenIdSettings.Section}:Authority"] = authority,
            [$"{OpenIdSettings.Section}:ClientId"] = client,
            [$"{OpenIdSettings.Section}:AdminRoles:0"] = adminRole,
            [$"{OpenIdSettings.Section}:DefaultRole"] = defaultRole,
        });
}
