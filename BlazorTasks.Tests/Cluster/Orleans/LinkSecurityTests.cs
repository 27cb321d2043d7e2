using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using BlazorTasks.Cluster.Orleans;
using BlazorTasks.Cluster.Storage;

namespace BlazorTasks.Tests.Cluster.Orleans;

/// <summary>Who may talk to a node directly: whoever has the certificate that is in the database.</summary>
[Collection(PostgresTests.Name)]
public sealed class LinkSecurityTests(PostgresServer server) : ClusterTest(server)
{
    [Fact]
    public async Task Connection_WithoutTheCertificate_IsClosed()
    {
        await StartAsync("web-1", link: ClusterLink.Orleans);
        await StartAsync("web-2", link: ClusterLink.Orleans);
        await using var source = Source();
        var silo = await Eventually.FoundAsync(async () =>
            (await new PostgresMembership(source).ReadAll()).Members is [var member, ..] ? member.Item1.SiloAddress : null);
        using var stored = await LinkCertificate.GetAsync(source, CancellationToken.None);
        using var key = ECDsa.Create();
        using var another = new CertificateRequest(stored.Subject, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var theirs = X509CertificateLoader.LoadPkcs12(another.Export(X509ContentType.Pkcs12), null);

        (await IsAcceptedAsync(silo.Endpoint, stored, mine: null)).Should().BeFalse();
        (await IsAcceptedAsync(silo.Endpoint, stored, theirs)).Should().BeFalse();
        (await IsAcceptedAsync(silo.Endpoint, stored, stored)).Should().BeTrue();
    }

    [Fact]
    public async Task Certificate_ManyNodesAtOnce_IsTheSame()
    {
        await using (var store = new PostgresTaskStore(Database))
        {
            await store.OpenAsync(CancellationToken.None);
        }

        await using var source = Source();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LinkCertificate.GetAsync(source, CancellationToken.None)));

        all.Select(one => one.Thumbprint).Distinct().Should().ContainSingle();
        all.Should().OnlyContain(one => one.HasPrivateKey);
        Array.ForEach(all, one => one.Dispose());
    }

    private NpgsqlDataSource Source() =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database) { SearchPath = "blazor_tasks" });

    /// <summary>Whether the node goes on talking after the handshake: it begins with what it is.</summary>
    private static async Task<bool> IsAcceptedAsync(IPEndPoint node, X509Certificate2 expected, X509Certificate2? mine)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(node);
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "node",
                ClientCertificates = mine is null ? null : [mine],
                RemoteCertificateValidationCallback = (_, other, _, _) => other is not null && expected.Equals(other),
            });
            var read = stream.ReadAsync(new byte[1]).AsTask();
            return await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(2))) != read || await read > 0;
        }
        catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }
}
