using QRCoder;

namespace BlazorTasks.App.Accounts;

/// <summary>The second step of signing in: codes of an authenticator app, and recovery codes for when it is lost.</summary>
internal sealed class TwoFactorSetup(UserManager<Account> users, TimeProvider time)
{
    private const string Issuer = "BlazorTasks";
    private const int RecoveryCodes = 10;
    private const int PixelsPerModule = 4;
    private const string UsedCodes = "used codes";

    /// <summary>How long a code is right: 30 seconds, and for clocks that differ two such periods before and after.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(150);

    /// <summary>Returns the key to enter in the app. It counts when a code was confirmed.</summary>
    public async Task<TwoFactorKey> KeyOfAsync(Account account)
    {
        if (await users.GetAuthenticatorKeyAsync(account) is not { } key)
        {
            await users.ResetAuthenticatorKeyAsync(account);
            key = (await users.GetAuthenticatorKeyAsync(account))!;
        }

        var link = $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(account.Name)}?secret={key}&issuer={Issuer}&digits=6";
        return new(key, link, ImageOf(link));
    }

    /// <summary>Turns the second step on if the code is right.</summary>
    /// <returns>Recovery codes to show once, or null if the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(Account account, string code)
    {
        if (!await IsRightAsync(account, Clean(code)))
        {
            return null;
        }

        await users.SetTwoFactorEnabledAsync(account, enabled: true);
        return [.. (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!];
    }

    /// <summary>
    /// Returns whether a code is right, but someone has signed in with it before (RFC 6238, 5.2). Otherwise it is used from now on;
    /// of two sign-ins at the same moment, the account store accepts one.
    /// </summary>
    public async Task<bool> WasUsedAsync(Account account, string code)
    {
        if (!await IsRightAsync(account, code))
        {
            return false;
        }

        var now = time.GetUtcNow();
        var used = (await users.GetAuthenticationTokenAsync(account, Issuer, UsedCodes) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(one => one.Split('@'))
            .Where(one => DateTimeOffset.FromUnixTimeSeconds(long.Parse(one[1], CultureInfo.InvariantCulture)) > now - Validity)
            .ToDictionary(one => one[0], one => one[1]);
        if (!used.TryAdd(code, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)))
        {
            return true;
        }

        var kept = string.Join(' ', used.Select(one => $"{one.Key}@{one.Value}"));
        return !(await users.SetAuthenticationTokenAsync(account, Issuer, UsedCodes, kept)).Succeeded;
    }

    /// <summary>Turns the second step off, and forgets the key.</summary>
    public async Task RemoveAsync(Account account)
    {
        await users.SetTwoFactorEnabledAsync(account, enabled: false);
        await users.ResetAuthenticatorKeyAsync(account);
    }

    /// <summary>Returns a code without the spaces with which apps show it.</summary>
    public static string Clean(string code) => code.Replace(" ", "", StringComparison.Ordinal);

    private Task<bool> IsRightAsync(Account account, string code) =>
        users.VerifyTwoFactorTokenAsync(account, users.Options.Tokens.AuthenticatorTokenProvider, code);

    /// <summary>The QR code as the source of an image: its markup never becomes part of the page.</summary>
    private static string ImageOf(string link)
    {
        using var code = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        using var image = new SvgQRCode(code);
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(image.GetGraphic(PixelsPerModule)))}";
    }
}

/// <summary>A key for an authenticator app.</summary>
/// <param name="Key">The key, to type.</param>
/// <param name="Link">The key as a link that opens the app.</param>
/// <param name="Image">The link as an image to scan.</param>
internal sealed record TwoFactorKey(string Key, string Link, string Image);
