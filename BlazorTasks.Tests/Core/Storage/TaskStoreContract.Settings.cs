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
}
