using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace BlazorTasks.App.Accounts;

/// <summary>Adds single sign-on with OpenID Connect: authorization code flow with PKCE, by the handler of the framework.</summary>
internal static class OpenIdServices
{
    private const string NameClaim = "name";
    private const string RoleClaim = "roles";

    public static void AddOpenId(this IServiceCollection services, OpenIdSettings settings, bool isEncrypted)
    {
        services.AddScoped<OpenIdSignIn>();
        services.AddAuthentication().AddOpenIdConnect(options =>
        {
            Configure(options, settings);
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                cookie.SameSite = SameSiteMode.Lax; // the provider sends the browser back with GET
                cookie.SecurePolicy = isEncrypted ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            }
        });
    }

    private static void Configure(OpenIdConnectOptions options, OpenIdSettings settings)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret);
        (options.ResponseType, options.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        (options.SignInScheme, options.CallbackPath) = (IdentityConstants.ExternalScheme, OpenIdEndpoints.Callback);
        options.RequireHttpsMetadata = settings.RequiresHttps;
        options.MapInboundClaims = false; // "sub", "name" and "groups", as the provider calls them
        options.TokenValidationParameters.NameClaimType = NameClaim;
        options.TokenValidationParameters.RoleClaimType = RoleClaim;
        options.GetClaimsFromUserInfoEndpoint = true; // some providers have names and groups only there
        options.DisableTelemetry = true;
        foreach (var claim in new[] { "preferred_username", OpenIdSettings.GroupClaim, RoleClaim })
        {
            options.ClaimActions.MapJsonKey(claim, claim);
        }

        foreach (var scope in settings.Scopes)
        {
            options.Scope.Add(scope);
        }

        options.Events.OnRemoteFailure = OpenIdEndpoints.OnFailure;
    }
}
