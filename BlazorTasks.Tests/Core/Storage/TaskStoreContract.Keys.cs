namespace BlazorTasks.Tests.Core.Storage;

/// <content>API keys.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task Keys_AddFindListRemove_GiveBackEverything()
    {
        var first = NewKey("aaaaaaaa", "anna", Noon) with
        {
            Role = TaskRole.Admin,
            Roles = ["admins"],
            SeesAllTasks = true,
            Definitions = ["import"],
            Client = "mia",
            ExpiresAt = Noon.AddDays(1),
        };

        (await _store.Keys.AddAsync(first, KeyAudit(AuditAction.CreateKey), default)).Should().BeTrue();
        (await _store.Keys.AddAsync(first with { Name = "Other" }, KeyAudit(AuditAction.CreateKey), default)).Should().BeFalse();
        await _store.Keys.AddAsync(NewKey("bbbbbbbb", "bert", Noon.AddHours(1)), KeyAudit(AuditAction.CreateKey), default);

        (await _store.Keys.FindAsync("aaaaaaaa", default)).Should().BeEquivalentTo(first);
        (await _store.Keys.FindAsync("nowhere", default)).Should().BeNull();
        (await _store.Keys.ListAsync(null, default)).Select(key => key.Id).Should().Equal("bbbbbbbb", "aaaaaaaa");
        (await _store.Keys.ListAsync("anna", default)).Select(key => key.Id).Should().Equal("aaaaaaaa");
        (await _store.Keys.RemoveAsync("aaaaaaaa", KeyAudit(AuditAction.RevokeKey), default)).Should().BeTrue();
        (await _store.Keys.RemoveAsync("aaaaaaaa", KeyAudit(AuditAction.RevokeKey), default)).Should().BeFalse();
        (await _store.Keys.FindAsync("aaaaaaaa", default)).Should().BeNull();
        (await AuditAsync(new())).Should().Equal("anna RevokeKey Nightly", "anna CreateKey Nightly", "anna CreateKey Nightly");
    }

    [Fact]
    public async Task Keys_Used_SayWhenAndFromWhere()
    {
        await _store.Keys.AddAsync(NewKey("aaaaaaaa", "anna", Noon), KeyAudit(AuditAction.CreateKey), default);

        await _store.Keys.UsedAsync("aaaaaaaa", Noon.AddMinutes(5), "192.0.2.7", default);
        await _store.Keys.UsedAsync("nowhere", Noon, null, default);

        var key = (await _store.Keys.FindAsync("aaaaaaaa", default))!;
        (key.LastUsedAt, key.LastUsedFrom).Should().Be((Noon.AddMinutes(5), "192.0.2.7"));
    }

    [Fact]
    public async Task ListAsync_OfSeveralDefinitions_FindsThoseOnly()
    {
        await CommitAsync(new[] { "a", "b", "c" }.Select(name =>
            new RecordedTask(name, Noon) { Definition = name }.Add(new TaskCancelled(TaskReason.ByUser, "anna"))));

        (await NamesAsync(new() { Definitions = ["a", "c"], Sort = TaskSort.Name, Ascending = true })).Should().Equal("a", "c");
        (await _store.CountAsync(new() { Definitions = ["b", "nothing"] }, 10, default)).Should().Be(1);
    }

    private static ApiKey NewKey(string id, string owner, DateTimeOffset at) => new()
    {
        Id = id,
        Hash = new string('a', 64),
        Name = "Nightly",
        Owner = owner,
        OwnerName = owner,
        Role = TaskRole.Operator,
        Scopes = KeyScopes.Read | KeyScopes.Start,
        CreatedAt = at,
    };

    private static AuditEntry KeyAudit(AuditAction action) => AuditEntry.Of(new Person("anna"), action, "Nightly", Noon);
}
