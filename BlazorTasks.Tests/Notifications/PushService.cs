using System.Buffers.Text;
using System.Threading.Channels;

namespace BlazorTasks.Tests.Notifications;

/// <summary>
/// A push service with browsers that subscribe to it. What is sent to one is verified (VAPID, RFC 8292) and decrypted with the keys
/// of the browser (RFC 8291, RFC 8188), all by the rules and without the library that sends.
/// </summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, Browser> _browsers = [];
    private readonly Channel<Push> _pushes = Channel.CreateUnbounded<Push>();

    private PushService(WebApplication app) => _app = app;

    /// <summary>The status codes of the next answers; 201 when there are no more.</summary>
    public Queue<int> Answers { get; } = [];

    public string Origin => _app.Urls.First();

    public static async Task<PushService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var service = new PushService(builder.Build());
        service._app.Urls.Add("http://127.0.0.1:0");
        service._app.MapPost("/push/{id}", service.ReceiveAsync);
        await service._app.StartAsync();
        return service;
    }

    /// <summary>A browser subscribes.</summary>
    public PushSubscription Subscribe(string name = "Firefox on Linux")
    {
        var browser = new Browser();
        _browsers[browser.Id] = browser;
        return new PushSubscription(
            $"{Origin}/push/{browser.Id}",
            Base64Url.EncodeToString(browser.PublicKey),
            Base64Url.EncodeToString(browser.Auth),
            name);
    }

    public async Task<Push> NextAsync() => await _pushes.Reader.ReadAsync().AsTask().WaitAsync(TestMonitor.MaxWait);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(string id, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        request.Headers.ContentEncoding.ToString().Should().Be("aes128gcm");
        var push = new Push(
            id,
            Json.Parse(Encoding.UTF8.GetString(_browsers[id].Decrypt(body.ToArray()))),
            VapidToken.Verify(request.Headers.Authorization.ToString()),
            request.Headers["TTL"].ToString(),
            request.Headers["Topic"].ToString());
        await _pushes.Writer.WriteAsync(push);
        return Results.StatusCode(Answers.TryDequeue(out var answer) ? answer : StatusCodes.Status201Created);
    }

    /// <summary>What was sent.</summary>
    internal sealed record Push(string Browser, JsonElement Text, VapidToken Token, string Ttl, string Topic);

    private sealed class Browser
    {
        private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

        public Browser() => PublicKey = PointOf(_key.ExportParameters(includePrivateParameters: false).Q);

        public string Id { get; } = Guid.NewGuid().ToString("N");

        public byte[] PublicKey { get; }

        public byte[] Auth { get; } = RandomNumberGenerator.GetBytes(16);

        /// <summary>The body is salt (16), record size (4), length of the key (1), the sender's public key, one record.</summary>
        public byte[] Decrypt(byte[] body)
        {
            var (salt, sender, record) = (body[..16], body[21..(21 + body[20])], body[(21 + body[20])..]);
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = sender[1..33], Y = sender[33..] },
            });
            var shared = _key.DeriveRawSecretAgreement(other.PublicKey);
            var secret = Derive(shared, Auth, 32, [.. "WebPush: info\0"u8, .. PublicKey, .. sender]);
            using var cipher = new AesGcm(Derive(secret, salt, 16, [.. "Content-Encoding: aes128gcm\0"u8]), tagSizeInBytes: 16);
            var plain = new byte[record.Length - 16];
            cipher.Decrypt(Derive(secret, salt, 12, [.. "Content-Encoding: nonce\0"u8]), record[..^16], record[^16..], plain);
            return plain[..Array.LastIndexOf(plain, (byte)2)]; // 2 ends the last record; padding follows
        }

        private static byte[] Derive(byte[] key, byte[] salt, int length, byte[] info) =>
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, length, salt, info);

        private static byte[] PointOf(ECPoint point) => [4, .. point.X!, .. point.Y!];
    }
}

/// <summary>By what a sender identifies itself at a push service.</summary>
internal sealed record VapidToken(string Key, string Audience, string? Subject, DateTimeOffset ExpiresAt)
{
    /// <summary>Reads "vapid t=TOKEN, k=KEY" and verifies the signature of the token by the key.</summary>
    public static VapidToken Verify(string authorization)
    {
        var parts = authorization["vapid ".Length..].Split(',').Select(part => part.Trim().Split('=', 2))
            .ToDictionary(part => part[0], part => part[1]);
        var token = parts["t"].Split('.');
        var point = Base64Url.DecodeFromChars(parts["k"]);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
        });
        key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256)
            .Should().BeTrue("the token is signed with the key");
        Json.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token[0]))).GetProperty("alg").GetString().Should().Be("ES256");
        var claims = Json.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token[1])));
        return new VapidToken(
            parts["k"],
            claims.GetProperty("aud").GetString()!,
            claims.TryGetProperty("sub", out var subject) ? subject.GetString() : null,
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()));
    }
}
