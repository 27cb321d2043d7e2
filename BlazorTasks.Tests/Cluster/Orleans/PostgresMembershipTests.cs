using BlazorTasks.Cluster.Orleans;
using BlazorTasks.Cluster.Storage;
using Orleans;
using Orleans.Runtime;

namespace BlazorTasks.Tests.Cluster.Orleans;

/// <summary>What Orleans expects of its membership table.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresMembershipTests(PostgresServer server) : IAsyncLifetime
{
    private NpgsqlDataSource _source = null!;
    private PostgresMembership _table = null!;

    public async Task InitializeAsync()
    {
        var database = await server.NewDatabaseAsync();
        await using (var store = new PostgresTaskStore(database))
        {
            await store.OpenAsync(CancellationToken.None);
        }

        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { SearchPath = "blazor_tasks" });
        _table = new PostgresMembership(_source);
    }

    public async Task DisposeAsync() => await _source.DisposeAsync();

    [Fact]
    public async Task InsertRow_New_IsRead()
    {
        var entry = Entry(1);
        entry.SuspectTimes = [Tuple.Create(Address(2), new DateTime(2026, 11, 28, 1, 2, 3, 456, DateTimeKind.Utc))];

        (await _table.InsertRow(entry, (await VersionAsync()).Next())).Should().BeTrue();

        var read = await _table.ReadRow(entry.SiloAddress);
        read.Version.Version.Should().Be(1);
        read.Members.Should().ContainSingle().Which.Item1.Should().BeEquivalentTo(entry, compare => compare
            .Excluding(one => one.StartTime).Excluding(one => one.IAmAliveTime).Excluding(one => one.SiloAddress));
        read.Members[0].Item1.SiloAddress.Should().Be(entry.SiloAddress);
        read.Members[0].Item1.StartTime.Should().BeCloseTo(DateTime.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task InsertRow_Twice_IsRefusedTheSecondTime()
    {
        await InsertedAsync(1);

        (await _table.InsertRow(Entry(1), (await VersionAsync()).Next())).Should().BeFalse();

        (await VersionAsync()).Version.Should().Be(1);
    }

    [Fact]
    public async Task InsertRow_AfterAnotherWriter_IsRefused()
    {
        var read = await VersionAsync();
        await InsertedAsync(1);

        (await _table.InsertRow(Entry(2), read.Next())).Should().BeFalse();

        (await _table.ReadAll()).Members.Should().ContainSingle();
    }

    [Fact]
    public async Task UpdateRow_WhatWasRead_ReplacesIt()
    {
        var etag = await InsertedAsync(1);

        (await _table.UpdateRow(Entry(1, SiloStatus.Active), etag, (await VersionAsync()).Next())).Should().BeTrue();

        var read = await _table.ReadAll();
        read.Members.Single().Item1.Status.Should().Be(SiloStatus.Active);
        read.Members.Single().Item2.Should().NotBe(etag);
        read.Version.Version.Should().Be(2);
    }

    [Fact]
    public async Task UpdateRow_AnEarlierEtagOrVersionOrAMissingRow_IsRefused()
    {
        var before = await VersionAsync();
        var etag = await InsertedAsync(1);
        await _table.UpdateRow(Entry(1, SiloStatus.Active), etag, (await VersionAsync()).Next());
        var now = await _table.ReadAll();

        (await _table.UpdateRow(Entry(1), etag, now.Version.Next())).Should().BeFalse("the entry has been changed since");
        (await _table.UpdateRow(Entry(1), now.Members[0].Item2, before.Next())).Should().BeFalse("the table has been changed since");
        (await _table.UpdateRow(Entry(9), "1", now.Version.Next())).Should().BeFalse("there is no such entry");

        (await VersionAsync()).Version.Should().Be(2);
    }

    [Fact]
    public async Task Writers_EightAtOnce_TakeTurns()
    {
        var (written, refused) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var time = 0; time < 20; time++)
            {
                var read = await _table.ReadAll();
                var mine = read.TryGet(Address(writer));
                var isWritten = mine is null
                    ? await _table.InsertRow(Entry(writer), read.Version.Next())
                    : await _table.UpdateRow(Entry(writer), mine.Item2, read.Version.Next());
                Interlocked.Increment(ref isWritten ? ref written : ref refused);
            }
        })));

        var after = await _table.ReadAll();
        after.Version.Version.Should().Be(written);
        after.Members.Sum(member => int.Parse(member.Item2, CultureInfo.InvariantCulture)).Should().Be(written);
        (written + refused).Should().Be(160);
    }

    [Fact]
    public async Task UpdateIAmAlive_Member_LeavesVersionAndEtag()
    {
        await InsertedAsync(1);
        var before = await _table.ReadAll();

        await _table.UpdateIAmAlive(Entry(1));

        var after = await _table.ReadAll();
        (after.Version.Version, after.Members[0].Item2).Should().Be((before.Version.Version, before.Members[0].Item2));
        after.Members[0].Item1.IAmAliveTime.Should().BeCloseTo(DateTime.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Cleanup_OldMembers_DeletesOnlyTheDead()
    {
        await InsertedAsync(1, SiloStatus.Active);
        await InsertedAsync(2, SiloStatus.Dead);

        await _table.CleanupDefunctSiloEntries(DateTimeOffset.UtcNow.AddHours(-1));
        (await _table.ReadAll()).Members.Should().HaveCount(2);
        await _table.CleanupDefunctSiloEntries(DateTimeOffset.UtcNow.AddHours(1));

        (await _table.ReadAll()).Members.Should().ContainSingle().Which.Item1.Status.Should().Be(SiloStatus.Active);
    }

    [Theory]
    [InlineData("web 1 'x' \"y\" ; DROP TABLE silos --")]
    [InlineData("Größe 名前 🦊")]
    [InlineData("")]
    public async Task InsertRow_OddNames_AreKept(string name)
    {
        var entry = Entry(1);
        (entry.SiloName, entry.HostName) = (name, name);

        await _table.InsertRow(entry, (await VersionAsync()).Next());

        (await _table.ReadAll()).Members.Single().Item1.Should().BeEquivalentTo(new { SiloName = name, HostName = name });
    }

    [Fact]
    public async Task Retire_SilosOfNodesThatHaveEnded_DeclaresThemDeadOnce()
    {
        var (alive, ended) = (Guid.NewGuid(), Guid.NewGuid());
        await NodeAsync(alive, "NULL");
        await NodeAsync(ended, "now()");
        await InsertedAsync(1, SiloStatus.Active, alive.ToString());
        await InsertedAsync(2, SiloStatus.Active, ended.ToString());
        await InsertedAsync(3, SiloStatus.Active, Guid.NewGuid().ToString());

        await _table.RetireAsync();
        var after = await _table.ReadAll();
        await _table.RetireAsync();

        after.Version.Version.Should().Be(4);
        after.Members.Where(member => member.Item1.Status == SiloStatus.Active).Should().ContainSingle()
            .Which.Item1.SiloName.Should().Be(alive.ToString());
        (await VersionAsync()).Version.Should().Be(4);
    }

    private static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Loopback, 1_000 + number, 1);

    private static MembershipEntry Entry(int number, SiloStatus status = SiloStatus.Joining, string? name = null) => new()
    {
        SiloAddress = Address(number),
        Status = status,
        SiloName = name ?? $"silo {number}",
        HostName = "host",
        ProxyPort = 0,
        SuspectTimes = [],
        StartTime = DateTime.UtcNow,
        IAmAliveTime = DateTime.UtcNow,
    };

    private async Task<TableVersion> VersionAsync() => (await _table.ReadAll()).Version;

    private async Task<string> InsertedAsync(int number, SiloStatus status = SiloStatus.Joining, string? name = null)
    {
        (await _table.InsertRow(Entry(number, status, name), (await VersionAsync()).Next())).Should().BeTrue();
        return (await _table.ReadRow(Address(number))).Members.Single().Item2;
    }

    private async Task NodeAsync(Guid id, string endedAt)
    {
        await using var command = _source.CreateCommand(
            "INSERT INTO nodes (id, name, process_id, version, started_at, seen_at, ended_at, is_lost) " +
            $"VALUES ('{id}', 'web', 1, '1', now(), now(), {endedAt}, false)");
        await command.ExecuteNonQueryAsync();
    }
}
