namespace BlazorTasks.Tests.Core.Storage;

/// <content>What people have set for themselves.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task Settings_PutAndPutAgain_GiveBackTheLatestOfEachPerson()
    {
        await _store.Settings.PutAsync("colors", "anna", """{"a":1}""", default);
        await _store.Settings.PutAsync("colors", "bert", """{"b":"Grün 🌿"}""", default);
        await _store.Settings.PutAsync("colors", "anna", """{"a":2}""", default);
        await _store.Settings.PutAsync("sizes", "anna", "{}", default);

        (await _store.Settings.FindAsync("colors", "anna", default)).Should().Be("""{"a":2}""");
        (await _store.Settings.FindAsync("colors", "carl", default)).Should().BeNull();
        (await _store.Settings.ListAsync("colors", default)).Should().BeEquivalentTo(
            new Dictionary<string, string> { ["anna"] = """{"a":2}""", ["bert"] = """{"b":"Grün 🌿"}""" });
        (await _store.Settings.ListAsync("nothing", default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Settings_Replace_OnlyChangesWhatIsAsExpected()
    {
        var settings = _store.Settings;

        (await settings.ReplaceAsync("colors", "anna", "1", "2", default)).Should().BeFalse("it is not set");
        (await settings.ReplaceAsync("colors", "anna", null, "1", default)).Should().BeTrue();
        (await settings.ReplaceAsync("colors", "anna", null, "2", default)).Should().BeFalse("it is set");
        (await settings.ReplaceAsync("colors", "anna", "2", "3", default)).Should().BeFalse("it is something else");
        (await settings.FindAsync("colors", "anna", default)).Should().Be("1");
        (await settings.ReplaceAsync("colors", "anna", "1", "2", default)).Should().BeTrue();
        (await settings.ReplaceAsync("colors", "anna", "1", null, default)).Should().BeFalse("it is something else");
        (await settings.ReplaceAsync("colors", "anna", "2", null, default)).Should().BeTrue();
        (await settings.FindAsync("colors", "anna", default)).Should().BeNull();
    }

    [Fact]
    public async Task Settings_ReplaceByManyAtOnce_IsDoneByOne()
    {
        var replaced = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => Task.Run(() => _store.Settings.ReplaceAsync("key", "", null, $"{number}", default))));

        replaced.Count(isMine => isMine).Should().Be(1);
        (await _store.Settings.FindAsync("key", "", default)).Should().Be($"{Array.IndexOf(replaced, true)}");
    }
}
