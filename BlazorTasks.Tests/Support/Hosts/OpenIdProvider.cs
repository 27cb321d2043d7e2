using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>A small OpenID Connect provider, whose users need no password. For tests only.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    private const string ClientId = "tasks";
    private const string ClientSecret = "secret of the client";

    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Dictionary<string, object>> _codes = [];
    private PageHost _host = default!;

    /// <summary>Its address, which is also its name as an issuer.</summary>
    public Uri Address => _host.Address;

    /// <summary>The settings of a host that trusts it.</summary>
    public string[] SettingsOfHost =>
        [$"--OpenId:Authority={Address}", $"--OpenId:ClientId={ClientId}", $"--OpenId:ClientSecret={ClientSecret}"];

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        provider._host = await PageHost.StartAsync(app =>
        {
            app.MapGet("/.well-known/openid-configuration", provider.Configuration);
            app.MapGet("/keys", provider.Keys);
            app.MapPost("/token", provider.TokenAsync);
        });
        return provider;
    }

    /// <summary>The code with which the host gets the ID token of someone, as after signing in here.</summary>
    public string CodeFor(string id, string nonce, params string[] groups)
    {
        var code = Guid.NewGuid().ToString();
        _codes[code] = new() { ["sub"] = id, ["nonce"] = nonce, ["groups"] = groups };
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _key.Dispose();
    }

    private IResult Configuration() => Results.Json(new
    {
        issuer = Address,
        authorization_endpoint = new Uri(Address, "authorize"),
        token_endpoint = new Uri(Address, "token"),
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

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_secret"] != ClientSecret || !_codes.TryRemove(form["code"].ToString(), out var claims))
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address.ToString(),
            Audience = ClientId,
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
        return Results.Json(new { id_token = token, access_token = "none", token_type = "Bearer" });
    }
}
