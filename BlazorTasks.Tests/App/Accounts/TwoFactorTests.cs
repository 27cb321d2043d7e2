using System.Buffers.Binary;

namespace BlazorTasks.Tests.App.Accounts;

/// <summary>The second step of signing in.</summary>
public sealed partial class TwoFactorTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    [Fact]
    public async Task SecondStep_SetUp_RequiresACodeOrARecoveryCodeOnce()
    {
        await host.AddAsync("Tora");
        using var visitor = host.Visit();
        await visitor.SignInAsync("Tora");
        var (key, recoveryCodes) = await SetUpAsync(visitor);

        using var other = host.Visit();
        var password = await other.SignInAsync("Tora");
        var without = await other.GetAsync("/");
        var wrong = await ContinueAsync(other, password, "000000");
        var right = await ContinueAsync(other, wrong, CodeOf(key));
        using var observer = host.Visit();
        var replayed = await ContinueAsync(observer, await observer.SignInAsync("Tora"), CodeOf(key));
        using var third = host.Visit();
        var recovered = await ContinueAsync(third, await third.SignInAsync("Tora"), recoveryCodes[0]);
        using var fourth = host.Visit();
        var again = await ContinueAsync(fourth, await fourth.SignInAsync("Tora"), recoveryCodes[0]);

        password.StatusCode.Should().Be(HttpStatusCode.OK);
        without.StatusCode.Should().Be(HttpStatusCode.Found);
        wrong.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await wrong.Content.ReadAsStringAsync()).Should().Contain(PasswordSignIn.WrongCode);
        right.StatusCode.Should().Be(HttpStatusCode.Found);
        (await other.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK);
        replayed.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "someone has seen the code, and it was used");
        (recovered.StatusCode, again.StatusCode).Should().Be((HttpStatusCode.Found, HttpStatusCode.Unauthorized));
        (await visitor.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK, "setting it up keeps the session");
    }

    [Fact]
    public async Task SecondStep_RemovedWithThePassword_IsNoLongerAskedFor()
    {
        await host.AddAsync("Ulla");
        using var visitor = host.Visit();
        await visitor.SignInAsync("Ulla");
        await SetUpAsync(visitor);

        var wrong = await RemoveAsync(visitor, "not the password");
        var right = await RemoveAsync(visitor, AccountsHost.Password);
        using var other = host.Visit();
        var signedIn = await other.SignInAsync("Ulla");

        (wrong.StatusCode, right.StatusCode, signedIn.StatusCode)
            .Should().Be((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.Found));
    }

    [Fact]
    public async Task SecondStep_AccountReset_IsGone()
    {
        var account = await host.AddAsync("Vera");
        using var visitor = host.Visit();
        await visitor.SignInAsync("Vera");
        await SetUpAsync(visitor);

        await host.Accounts.ResetAsync(account.Id, AccountsHost.Password);
        using var other = host.Visit();

        (await other.SignInAsync("Vera")).StatusCode.Should().Be(HttpStatusCode.Found);
        (await visitor.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.Found);
    }

    private static async Task<(string Key, IReadOnlyList<string> RecoveryCodes)> SetUpAsync(SignInClient visitor)
    {
        var page = await (await visitor.GetAsync(AccountEndpoints.TwoFactor)).Content.ReadAsStringAsync();
        var key = Code().Match(page).Groups["text"].Value;
        page.Should().Contain($"secret={key}&amp;issuer=BlazorTasks").And.Contain("src=\"data:image/svg");
        var wrong = await visitor.PostAsync(AccountEndpoints.TwoFactor, AccountEndpoints.TwoFactor, Form("code", "12345"));
        wrong.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var done = await visitor.PostAsync(AccountEndpoints.TwoFactor, AccountEndpoints.TwoFactor, Form("code", CodeOf(key)));
        var codes = Code().Matches(await done.Content.ReadAsStringAsync()).Select(match => match.Groups["text"].Value).ToList();
        codes.Should().HaveCount(10);
        return (key, codes);
    }

    private static async Task<HttpResponseMessage> ContinueAsync(SignInClient visitor, HttpResponseMessage page, string code) =>
        await visitor.SendFormAsync(await page.Content.ReadAsStringAsync(), AccountEndpoints.Code, Form("code", code));

    private static Task<HttpResponseMessage> RemoveAsync(SignInClient visitor, string password) =>
        visitor.PostAsync(AccountEndpoints.Root, AccountEndpoints.NoTwoFactor, Form("current", password));

    private static Dictionary<string, string> Form(string field, string value) => new() { [field] = value };

    /// <summary>What an authenticator app shows for a key (RFC 6238).</summary>
    private static string CodeOf(string key)
    {
        var bits = string.Concat(key.Select(letter => $"{Letters.IndexOf(letter, StringComparison.Ordinal):B5}"));
        var secret = bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // the apps know no other
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<code>(?<text>[^<]+)</code>")]
    private static partial Regex Code();
}
