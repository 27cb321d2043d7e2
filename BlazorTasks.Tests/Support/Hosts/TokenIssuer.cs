using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>Issues tokens (JWT), with a key of its own. For tests only.</summary>
public sealed class TokenIssuer : IDisposable
{
    private const string Name = "https://issuer.example";
    private const string Audience = "tasks";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The settings of a host that accepts these tokens.</summary>
    public string[] SettingsOfHost =>
    [
        $"--Authentication:Schemes:Bearer:ValidIssuer={Name}",
        $"--Authentication:Schemes:Bearer:ValidAudience={Audience}",
        $"--Authentication:Schemes:Bearer:SigningKeys:0:Issuer={Name}",
        $"--Authentication:Schemes:Bearer:SigningKeys:0:Value={Convert.ToBase64String(_key)}",
    ];

    /// <summary>A token for someone who is in some groups.</summary>
    public string Token(string id, params string[] groups) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Name,
        Audience = Audience,
        Claims = new Dictionary<string, object> { ["sub"] = id, ["groups"] = groups },
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(_key), SecurityAlgorithms.HmacSha256),
    });

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
