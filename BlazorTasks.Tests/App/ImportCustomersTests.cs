using BlazorTasks.App.Samples.Customers;
using BlazorTasks.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Tests.App;

public sealed class ImportCustomersTests : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task Import_BundledList_SavesEveryGoodRowAndExplainsTheOthers()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync("import-customers");
        await task.Completion;

        var result = (await test.Monitor.ReadAsync(task.Id))!.Result!.Value;
        var (created, rejected) = (result.GetProperty("new").GetInt32(), result.GetProperty("rejected").GetInt32());
        (created + rejected).Should().Be(20_000);
        rejected.Should().BeInRange(100, 200);
        result.GetProperty("rejections").GetArrayLength().Should().Be(rejected);
        Rows().Should().Be(created);
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Progress = 100.0, Warnings = 1 });
    }

    [Fact]
    public async Task Import_Twice_ChangesNothingTheSecondTime()
    {
        await using var test = Open();
        await (await test.Monitor.StartAsync("import-customers")).Completion;

        var again = await test.Monitor.StartAsync("import-customers");
        await again.Completion;

        var result = (await test.Monitor.ReadAsync(again.Id))!.Result!.Value;
        result.GetProperty("new").GetInt32().Should().Be(0);
        result.GetProperty("updated").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task Import_ChangedList_UpdatesOrKeepsAsAsked()
    {
        await using var test = Open();
        await ImportAsync(test, "1,Anna,anna@fjord.se,Malmö,2020-01-31,10.50");

        var kept = await ImportAsync(test, "1,Anna Berg,anna@fjord.se,Malmö,2020-01-31,10.50", """
            ,"when_there":"keep"
            """);
        var updated = await ImportAsync(test, "1,Anna Berg,anna@fjord.se,Malmö,2020-01-31,10.50");

        kept.GetProperty("unchanged").GetInt32().Should().Be(1);
        updated.GetProperty("updated").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Import_DryRun_SavesNothing()
    {
        await using var test = Open();

        await ImportAsync(test, "1,Anna,anna@fjord.se,Malmö,2020-01-31,10.50", """
            ,"dry_run":true
            """);

        Rows().Should().Be(0);
    }

    [Fact]
    public async Task Import_CancelledHalfWay_KeepsWholeBatchesAndGoesOnTheNextTime()
    {
        await using var test = Open();
        var task = await test.Monitor.StartAsync("import-customers", Json.Parse("""{"batch_size":10}"""));
        await test.Until(task.Id, snapshot => snapshot.Progress > 0);

        await task.CancelAsync();
        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        var saved = Rows();
        saved.Should().BeInRange(1, 19_990);
        var rest = await test.Monitor.StartAsync("import-customers");
        await rest.Completion;

        var result = (await test.Monitor.ReadAsync(rest.Id))!.Result!.Value;
        result.GetProperty("new").GetInt32().Should().Be(Rows() - saved);
    }

    [Theory]
    [InlineData("", "The file is empty*")]
    [InlineData("number,name\n1,Anna", "Missing columns: email, city, since, credit. The file has the columns number, name.")]
    public async Task Import_NotACustomerFile_FailsInWords(string content, string expected)
    {
        await using var test = Open();
        var token = await test.Monitor.Uploads.SaveAsync("list.csv", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), default);

        var task = await test.Monitor.StartAsync("import-customers", Json.Parse($$"""{"file":"{{token}}"}"""));

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<InvalidDataException>().WithMessage(expected);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    private static async Task<System.Text.Json.JsonElement> ImportAsync(TestMonitor test, string row, string more = "")
    {
        var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"number,name,email,city,since,credit\n{row}\n"));
        var token = await test.Monitor.Uploads.SaveAsync("list.csv", content, default);
        var task = await test.Monitor.StartAsync("import-customers", Json.Parse($$"""{"file":"{{token}}"{{more}}}"""));
        await task.Completion;
        return (await test.Monitor.ReadAsync(task.Id))!.Result!.Value;
    }

    private TestMonitor Open() => new(tasks =>
    {
        tasks.AddTasksFrom(typeof(ImportCustomers).Assembly).Configure(options => options.UploadFolder = _data.File("uploads"));
        tasks.Services.AddSingleton(new CustomerTable(_data.File("shop.db")));
    });

    private int Rows()
    {
        using var connection = new CustomerTable(_data.File("shop.db")).Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM customers";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
