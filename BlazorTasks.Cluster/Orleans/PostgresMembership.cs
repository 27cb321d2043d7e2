using System.Globalization;

namespace BlazorTasks.Cluster.Orleans;

/// <summary>
/// Orleans' membership in tables of our own. A write is one statement: it raises the version if that is still the one that
/// was read, which makes writers take turns, and changes the member, or does nothing. Times are those of the database.
/// </summary>
internal sealed class PostgresMembership(NpgsqlDataSource source) : IMembershipTable
{
    private const string Columns = "address, etag, status, name, host, proxy_port, suspects, started_at, seen_at";

    private const string Raise = "UPDATE silo_version SET version = version + 1 WHERE version = @version";

    /// <summary>The tables are created by a migration.</summary>
    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public Task<MembershipTableData> ReadAll() => ReadAsync(address: null);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync(key.ToParsableString());

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        using var command = Write(
            $"""
            WITH raised AS ({Raise} AND NOT EXISTS (SELECT 1 FROM silos WHERE address = @address) RETURNING 1)
            INSERT INTO silos ({Columns})
            SELECT @address, 1, @status, @name, @host, @proxy_port, @suspects, clock_timestamp(), clock_timestamp() FROM raised
            """,
            entry,
            tableVersion);
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false) == 1;
    }

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        using var command = Write(
            $"""
            WITH raised AS ({Raise} AND EXISTS (SELECT 1 FROM silos WHERE address = @address AND etag = @etag) RETURNING 1)
            UPDATE silos SET etag = etag + 1, status = @status, name = @name, host = @host, proxy_port = @proxy_port,
              suspects = @suspects, seen_at = clock_timestamp()
            FROM raised WHERE address = @address AND etag = @etag
            """,
            entry,
            tableVersion)
            .With("etag", Number(etag));
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false) == 1;
    }

    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        using var command = source.CreateCommand(
            $"UPDATE silos SET seen_at = clock_timestamp() WHERE address = @address AND {Quick.Commit}")
            .With("address", entry.SiloAddress.ToParsableString());
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Only the dead ones: an active one that has not been seen may be unable to reach the database.</summary>
    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        using var command = source.CreateCommand("DELETE FROM silos WHERE status = @dead AND seen_at < @before")
            .With("dead", (short)SiloStatus.Dead)
            .With("before", beforeDate);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    public async Task DeleteMembershipTableEntries(string clusterId)
    {
        using var command = source.CreateCommand("DELETE FROM silos");
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Declares the silos dead whose node no longer holds its lease.</summary>
    public async Task RetireAsync()
    {
        const string Gone = "status <> @dead AND NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id::text = silos.name AND ended_at IS NULL)";
        using var command = source.CreateCommand(
            $"""
            WITH raised AS (UPDATE silo_version SET version = version + 1 WHERE EXISTS (SELECT 1 FROM silos WHERE {Gone}) RETURNING 1)
            UPDATE silos SET etag = etag + 1, status = @dead, seen_at = clock_timestamp() FROM raised WHERE {Gone}
            """)
            .With("dead", (short)SiloStatus.Dead);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task<MembershipTableData> ReadAsync(string? address)
    {
        using var command = source.CreateCommand(
            $"""
            SELECT version, {Columns}, clock_timestamp() FROM silo_version
            LEFT JOIN silos ON @address::text IS NULL OR address = @address
            """)
            .With("address", NpgsqlDbType.Text, address);
        var rows = await command.ReadAllAsync(
            row => (Version: row.GetInt32(0), Member: row.IsDBNull(1) ? null : Read(row)),
            CancellationToken.None).ConfigureAwait(false);
        var version = rows[0].Version;
        return new MembershipTableData(
            [.. rows.Select(row => row.Member).OfType<Tuple<MembershipEntry, string>>()],
            new TableVersion(version, Text(version)));
    }

    /// <summary>A silo judges times by its own clock, so it gets them relative to that.</summary>
    private static Tuple<MembershipEntry, string> Read(NpgsqlDataReader row)
    {
        var skew = TimeProvider.System.GetUtcNow() - row.Time(10);
        var entry = new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(row.GetString(1)),
            Status = (SiloStatus)row.GetInt16(3),
            SiloName = row.GetString(4),
            HostName = row.GetString(5),
            ProxyPort = row.GetInt32(6),
            SuspectTimes = ReadSuspects(row.GetString(7)),
            StartTime = (row.Time(8) + skew).UtcDateTime,
            IAmAliveTime = (row.Time(9) + skew).UtcDateTime,
        };
        return Tuple.Create(entry, Text(row.GetInt32(2)));
    }

    private NpgsqlCommand Write(string sql, MembershipEntry entry, TableVersion version) => source.CreateCommand(sql)
        .With("version", Number(version.VersionEtag))
        .With("address", entry.SiloAddress.ToParsableString())
        .With("status", (short)entry.Status)
        .With("name", PostgresBatch.Plain(entry.SiloName))
        .With("host", PostgresBatch.Plain(entry.HostName ?? ""))
        .With("proxy_port", entry.ProxyPort)
        .With("suspects", WriteSuspects(entry.SuspectTimes));

    private static string WriteSuspects(List<Tuple<SiloAddress, DateTime>>? suspects) =>
        string.Join('|', (suspects ?? []).Select(one =>
            $"{one.Item1.ToParsableString()},{one.Item2.ToString("O", CultureInfo.InvariantCulture)}"));

    private static List<Tuple<SiloAddress, DateTime>> ReadSuspects(string suspects) =>
    [
        .. suspects.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(',')).Select(parts => Tuple.Create(
            SiloAddress.FromParsableString(parts[0]),
            DateTime.Parse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind))),
    ];

    private static int Number(string etag) => int.Parse(etag, CultureInfo.InvariantCulture);

    private static string Text(int etag) => etag.ToString(CultureInfo.InvariantCulture);
}
