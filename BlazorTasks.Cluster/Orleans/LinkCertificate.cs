using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BlazorTasks.Cluster.Orleans;

/// <summary>
/// The certificate with which the nodes of a database recognize each other, on both ends of a connection. The first node makes
/// it and stores it in the database: whoever can read that is a node.
/// </summary>
internal static class LinkCertificate
{
    public static async Task<X509Certificate2> GetAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(source, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            await AddAsync(source, Create(), cancellationToken).ConfigureAwait(false);
            stored = await FindAsync(source, cancellationToken).ConfigureAwait(false); // another node may have been faster
        }

        return X509CertificateLoader.LoadPkcs12(stored!, password: null);
    }

    private static byte[] Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=BlazorTasks nodes", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(100));
        return certificate.Export(X509ContentType.Pkcs12);
    }

    private static async Task<byte[]?> FindAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT value FROM shared_state WHERE area = 'link' AND key = 'certificate'");
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as byte[];
    }

    private static async Task AddAsync(NpgsqlDataSource source, byte[] certificate, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            """
            INSERT INTO shared_state (area, key, value, at) VALUES ('link', 'certificate', @value, clock_timestamp())
            ON CONFLICT (area, key) DO NOTHING
            """)
            .With("value", certificate);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
