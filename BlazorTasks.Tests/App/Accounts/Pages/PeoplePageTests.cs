using BlazorTasks.App.Accounts.Pages;
using BlazorTasks.App.Hosting;
using Microsoft.AspNetCore.Identity;

namespace BlazorTasks.Tests.App.Accounts.Pages;

/// <summary>The page on which administrators manage accounts.</summary>
public class PeoplePageTests : DashboardTest
{
    private readonly Surroundings _around;

    public PeoplePageTests()
        : this(new Surroundings())
    {
    }

    private PeoplePageTests(Surroundings around)
        : base(addServices: around.AddTo) => _around = around;

    private AccountDirectory Accounts => Services.GetRequiredService<AccountDirectory>();

    [Fact]
    public async Task FirstAccount_Created_IsAnAdministratorAndRestartsTheServer()
    {
        _around.IsSignInRequired = false;
        var cut = Render<PeoplePage>();
        await FillAsync(cut, "#first-name", "Anna");
        await FillAsync(cut, "#first-password", AccountsHost.Password);
        await FillAsync(cut, "#first-again", "something else");
        await cut.InvokeAsync(() => cut.Find("#first").SubmitAsync());
        cut.WaitForAssertion(() => cut.Find("#first-again-err").TextContent.Should().Contain("The passwords differ."));

        await FillAsync(cut, "#first-again", AccountsHost.Password);
        await cut.InvokeAsync(() => cut.Find("#first").SubmitAsync());

        cut.WaitForAssertion(() => cut.Find("h2").TextContent.Should().Be("The server restarts"));
        (await Accounts.FindAsync("anna"))!.Role.Should().Be(TaskRole.Admin);
        Services.GetRequiredService<SignInState>().IsRestarting.Should().BeTrue();
        _around.Server.ApplicationStopping.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task Person_AddedChangedResetAndRemoved_IsListedAndRecorded()
    {
        await Accounts.AddAsync("Anna", TaskRole.Admin, AccountsHost.Password);
        var cut = Render<PeoplePage>();

        var adding = PressAsync(cut, ".head .end button");
        await Dialogs.InvokeAsync(() => Dialogs.WaitForElement("#account-name").ChangeAsync(new() { Value = "Bert" }));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#account").SubmitAsync());
        var password = Dialogs.WaitForElement("#new-password").TextContent;
        await PressInDialogAsync("Done");
        await adding;
        var changing = PressAsync(cut, "[aria-label='Change Bert']");
        await Dialogs.InvokeAsync(() => Dialogs.WaitForElement("#account-disabled").ChangeAsync(new() { Value = true }));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#account-other-roles").ChangeAsync(new() { Value = "clerks, approvers" }));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#account").SubmitAsync());
        await changing;
        cut.WaitForAssertion(() => cut.FindAll("tbody tr")[1].TextContent
            .Should().Contain("Bert").And.Contain("operator, approvers, clerks").And.Contain("disabled"));
        var resetting = PressAsync(cut, "[aria-label='Reset the password of Bert']");
        Dialogs.WaitForElement("[role=dialog]");
        await PressInDialogAsync("Reset password");
        Dialogs.WaitForElement("#new-password").TextContent.Should().NotBe(password).And.MatchRegex("^([a-z0-9]{5}-){3}[a-z0-9]{5}$");
        await PressInDialogAsync("Done");
        await resetting;
        var removing = PressAsync(cut, "[aria-label='Remove Bert']");
        Dialogs.WaitForElement("[role=dialog]");
        await PressInDialogAsync("Remove");
        await removing;

        cut.WaitForAssertion(() => cut.FindAll("tbody tr").Should().ContainSingle().Which.TextContent.Should().Contain("Anna"));
        (await Monitor.AuditAsync(new())).Items.Select(entry => $"{entry.Action} {entry.TaskName}").Should().Equal(
            "DeleteAccount Bert",
            "ChangeAccount Bert: password reset",
            "ChangeAccount Bert: operator, clerks, approvers, disabled",
            "CreateAccount Bert: operator");
    }

    [Fact]
    public async Task LastAdministrator_Removed_IsExplainedInTheDialog()
    {
        await Accounts.AddAsync("Anna", TaskRole.Admin, AccountsHost.Password);
        var cut = Render<PeoplePage>();

        _ = PressAsync(cut, "[aria-label='Remove Anna']");
        Dialogs.WaitForElement("[role=dialog]");
        await PressInDialogAsync("Remove");

        Dialogs.WaitForElement("[role=alert]").TextContent.Should().StartWith("Anna is the only administrator.");
        (await Accounts.FindAsync("Anna")).Should().NotBeNull();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _around.Dispose();
        }
    }

    private static Task FillAsync(IRenderedComponent<PeoplePage> cut, string field, string value) =>
        cut.InvokeAsync(() => cut.Find(field).ChangeAsync(new() { Value = value }));

    private static Task PressAsync(IRenderedComponent<PeoplePage> cut, string button) =>
        cut.InvokeAsync(() => cut.WaitForElement(button).ClickAsync(new()));

    /// <summary>What the page needs.</summary>
    private sealed class Surroundings : IDisposable
    {
        private readonly TempFolder _data = new();

        public bool IsSignInRequired { get; set; } = true;

        public StoppableServer Server { get; } = new();

        public void AddTo(IServiceCollection services)
        {
            var configuration = new ConfigurationManager { ["BlazorTasks:Data"] = _data.Path };
            var data = DataFolder.Open(configuration, new HostApplicationBuilder().Environment);
            services.AddAccounts(configuration, data).AddScoped<AccountAdministration>();
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
            services.AddSingleton<IHostApplicationLifetime>(Server);
            services.AddSingleton(_ => new SignInState(IsSignInRequired));
        }

        public void Dispose()
        {
            Server.Dispose();
            _data.Dispose();
        }
    }
}
