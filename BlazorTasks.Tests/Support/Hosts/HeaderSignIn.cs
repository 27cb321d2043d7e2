using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;

namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>Signs in whoever a request names: "X-Person: anna;Anna Lind;operators,approvers". For tests only.</summary>
public sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Person";
    public const string Name = "Header";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString().Split(';') is not [{ Length: > 0 } id, var name, var roles])
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, id),
                .. name.Length == 0 ? Array.Empty<Claim>() : [new(ClaimTypes.Name, name)],
                .. roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(role => new Claim(ClaimTypes.Role, role)),
            ],
            Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }

    /// <summary>Adds the sign-in, and a policy-free authorization.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(Name, null);
        services.AddAuthorization();
        services.Configure<BlazorTasks.Dashboard.DashboardOptions>(dashboard =>
        {
            dashboard.AdminRoles.Add("admins");
            dashboard.ViewerRoles.Add("viewers");
        });
    }

    /// <summary>Maps the dashboard for everyone who is signed in.</summary>
    public static void Map(WebApplication app, string prefix = "/ops")
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapBlazorTasks(prefix).RequireAuthorization();
    }
}
