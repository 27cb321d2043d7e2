namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class ApiKeysPageTests : DashboardTest
{
    [Fact]
    public async Task NewKey_WithoutANameThenWithOne_IsShownOnceAndListed()
    {
        var cut = Render<ApiKeysPage>();
        cut.Find(".empty h2").TextContent.Should().Be("No API keys yet");

        var creating = cut.InvokeAsync(() => cut.Find(".head .end button").ClickAsync(new()));
        Dialogs.WaitForElement("[role=dialog]");
        await Dialogs.InvokeAsync(() => Dialogs.Find("#key").SubmitAsync());
        Dialogs.WaitForAssertion(() => Dialogs.Find("#key-name-err").TextContent.Should().Contain("Specify what the key is for."));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#key-name").ChangeAsync(new() { Value = "Nightly import" }));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#key-start").ChangeAsync(new() { Value = true }));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#key").SubmitAsync());
        var secret = Dialogs.WaitForElement("#api-key").TextContent;
        await PressInDialogAsync("Done");
        await creating;

        (await Monitor.Keys.AuthenticateAsync(secret, null))!.Scopes.Should().Be(KeyScopes.Read | KeyScopes.Start);
        cut.WaitForAssertion(() => cut.Find("tbody tr").TextContent.Should().Contain("Nightly import").And.Contain("read, start")
            .And.NotContain(secret));
    }

    [Fact]
    public async Task Revoke_Confirmed_EndsTheKey()
    {
        var key = (await Monitor.For(Person.Local).Keys.CreateAsync(new("Nightly", KeyScopes.Read))).Key!;
        var cut = Render<ApiKeysPage>();

        var revoking = cut.InvokeAsync(() => cut.WaitForElement("[aria-label='Revoke Nightly']").ClickAsync(new()));
        Dialogs.WaitForElement("[role=dialog]");
        await PressInDialogAsync("Revoke key");
        await revoking;

        (await Monitor.Keys.FindAsync(key.Id)).Should().BeNull();
        cut.WaitForElement(".empty");
    }
}
