using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Notifications;

/// <summary>
/// The key pair by which push services recognize this application (VAPID). It is made once and stored with the tasks, so that all
/// nodes have the same; the private key is encrypted like the secrets of tasks.
/// </summary>
internal sealed partial class PushKeys(TaskMonitor monitor, ISecretProtector protector, ILogger<PushKeys> log)
{
    private const string Setting = "push-keys";

    /// <summary>No person has this id: the keys belong to the application.</summary>
    private const string Application = "";

    /// <summary>Returns the key pair.</summary>
    public async Task<PushKeyPair> GetAsync(CancellationToken cancellationToken)
    {
        var stored = await monitor.Settings.FindAsync<PushKeyPair>(Setting, Application, cancellationToken).ConfigureAwait(false);
        if (stored is not null && Reveal(stored) is { } known)
        {
            return known;
        }

        if (stored is not null)
        {
            LogLost();
        }

        var made = Make();
        var kept = await monitor.Settings.ChangeAsync<PushKeyPair>(
            Setting,
            Application,
            current => current is null || current == stored ? made : current,
            cancellationToken).ConfigureAwait(false);
        return Reveal(kept!)!;
    }

    private PushKeyPair Make()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = pair.ExportParameters(includePrivateParameters: true);
        return new PushKeyPair(
            Base64Url.EncodeToString([0x04, .. key.Q.X!, .. key.Q.Y!]),
            protector.Protect(Base64Url.EncodeToString(key.D)));
    }

    private PushKeyPair? Reveal(PushKeyPair stored)
    {
        try
        {
            return stored with { PrivateKey = protector.Unprotect(stored.PrivateKey) };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The key of browser push cannot be decrypted, so a new one is made: people have to turn browser push on again.")]
    private partial void LogLost();
}

/// <summary>A key pair of VAPID, Base64url.</summary>
internal sealed record PushKeyPair(string PublicKey, string PrivateKey);
