using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>A small OpenID Connect provider, at which one person at a time is signed in without a password. For tests only.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    private const string ClientId = "tasks";
    private const string ClientSecret = "secret of the client";

    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> _grants = [];
    private PageHost _host = default!;

    /// <summary>Its address, which is also its name as an issuer.</summary>
    public Uri Address => _host.Address;

    /// <summary>Who signs in next, or null if they press cancel.</summary>
    public User? User { get; set; }

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        provider._host = await PageHost.StartAsync(app =>
        {
            app.MapGet("/.well-known/openid-configuration", provider.Configuration);
            app.MapGet("/keys", provider.Keys);
            app.MapGet("/authorize", provider.Authorize);
            app.MapPost("/token", provider.TokenAsync);
            app.MapGet("/userinfo", provider.UserInfo);
        });
        return provider;
    }

    /// <summary>The settings of an application that trusts it.</summary>
    public IDictionary<string, string?> SettingsOfHost(string section) => new Dictionary<string, string?>
    {
        [$"{section}:Authority"] = Address.ToString(),
        [$"{section}:ClientId"] = ClientId,
        [$"{section}:ClientSecret"] = ClientSecret,
    };

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _key.Dispose();
    }

    private IResult Configuration() => Results.Json(new
    {
        issuer = Address.OriginalString,
        authorization_endpoint = new Uri(Address, "authorize"),
        token_endpoint = new Uri(Address, "token"),
        userinfo_endpoint = new Uri(Address, "userinfo"),
        jwks_uri = new Uri(Address, "keys"),
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "RS256" },
    });

    private IResult Keys()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(includePrivateParameters: false)));
        return Results.Json(new { keys = new[] { new { kty = key.Kty, n = key.N, e = key.E, use = "sig", kid = "one" } } });
    }

    private IResult Authorize(HttpRequest request)
    {
        var answer = new Dictionary<string, string?> { ["state"] = request.Query["state"] };
        if (User is { } user)
        {
            answer["code"] = Guid.NewGuid().ToString();
            _grants[answer["code"]!] = new(user, request.Query["nonce"]!, request.Query["code_challenge"]!);
        }
        else
        {
            answer["error"] = "access_denied";
        }

        return Results.Redirect(QueryHelpers.AddQueryString(request.Query["redirect_uri"]!, answer));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var verifier = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (form["client_secret"] != ClientSecret
            || !_grants.TryRemove(form["code"].ToString(), out var grant)
            || grant.Challenge != verifier)
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var accessToken = Guid.NewGuid().ToString();
        _grants[accessToken] = grant;
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address.OriginalString,
            Audience = ClientId,
            Claims = new Dictionary<string, object> { ["sub"] = grant.User.Id, ["nonce"] = grant.Nonce, ["groups"] = grant.User.Groups },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
        return Results.Json(new { id_token = token, access_token = accessToken, token_type = "Bearer" });
    }

    private IResult UserInfo(HttpRequest request) =>
        _grants.TryGetValue(request.Headers.Authorization.ToString()["Bearer ".Length..], out var grant)
            ? Results.Json(new { sub = grant.User.Id, name = grant.User.Name })
            : Results.Unauthorized();

    private sealed record Grant(User User, string Nonce, string Challenge);
}

/// <summary>A person at the provider.</summary>
public sealed record User(string Id, string Name, params string[] Groups);
