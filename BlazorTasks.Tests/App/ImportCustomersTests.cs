using BlazorTasks.App.Samples.Customers;

namespace BlazorTasks.Tests.App;

public sealed class ImportCustomersTests : IDisposable
{
    private readonly TempFolder _data = new();

    private static System.Text.Json.JsonElement Fast => Json.Parse("""{"fast":true}""");

    [Fact]
    public async Task Import_BundledList_SavesEveryGoodRowAndExplainsTheOthers()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync("import-customers", Fast);
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
        await (await test.Monitor.StartAsync("import-customers", Fast)).Completion;

        var again = await test.Monitor.StartAsync("import-customers", Fast);
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

        var unchanged = await ImportAsync(test, "1,Anna Berg,anna@fjord.se,Malmö,2020-01-31,10.50", """
            ,"on_duplicate":"keep"
            """);
        var updated = await ImportAsync(test, "1,Anna Berg,anna@fjord.se,Malmö,2020-01-31,10.50");

        unchanged.GetProperty("unchanged").GetInt32().Should().Be(1);
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
    public async Task Import_CancelledHalfWay_KeepsWholeBatchesAndContinuesTheNextTime()
    {
        await using var test = Open();
        var task = await test.Monitor.StartAsync("import-customers", Json.Parse("""{"batch_size":10,"fast":true}"""));
        await test.Until(task.Id, snapshot => snapshot.Progress > 0);

        await task.CancelAsync();
        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        var saved = Rows();
        saved.Should().BeInRange(1, 19_990);
        var rest = await test.Monitor.StartAsync("import-customers", Fast);
        await rest.Completion;

        var result = (await test.Monitor.ReadAsync(rest.Id))!.Result!.Value;
        result.GetProperty("new").GetInt32().Should().Be(Rows() - saved);
    }

    [Fact]
    public async Task Import_AtItsOwnPace_CanBeWatched()
    {
        var time = new ManualTimeProvider();
        await using var test = Open(time);
        var task = await test.Monitor.StartAsync("import-customers");

        var total = TimeSpan.Zero;
        while (await time.PassNextWaitAsync(task.Completion) is { } wait)
        {
            total += wait;
        }

        total.TotalSeconds.Should().BeInRange(20, 45);
    }

    [Theory]
    [InlineData("NUMBER;Name;E-MAIL;City;Since;Credit", ";", "Missing columns: email.*")]
    [InlineData("NUMBER;Name;EMAIL;City;Since;Credit", ";", null)]
    [InlineData("NUMBER,Name,EMAIL,City,Since,Credit", ",", null)]
    public async Task Import_NamesOfColumns_MayBeInAnyCase(string header, string separator, string? error)
    {
        await using var test = Open();

        var row = string.Join(separator, "1", "Anna", "anna@fjord.se", "Malmö", "2020-01-31", "10.50");
        var import = () => ImportAsync(test, row, header: header);

        if (error is null)
        {
            (await import()).GetProperty("new").GetInt32().Should().Be(1);
        }
        else
        {
            await import.Should().ThrowAsync<InvalidDataException>().WithMessage(error);
        }
    }

    [Theory]
    [InlineData(1252, false, 1)]
    [InlineData(65001, false, 0)]
    [InlineData(65001, true, 0)]
    [InlineData(1200, true, 0)]
    [InlineData(1201, true, 0)]
    public async Task Import_AnyEncoding_KeepsTheLettersAndSaysWhatItTook(int codePage, bool mark, int warnings)
    {
        await using var test = Open();
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        var encoding = System.Text.Encoding.GetEncoding(codePage);
        byte[] content = [.. mark ? encoding.GetPreamble()
            : [], .. encoding.GetBytes("number,name,email,city,since,credit\n1,José Núñez,jose@fjord.se,Malmö,2020-01-31,10.50\n")];

        var task = await StartAsync(test, content);
        await task.Completion;

        Ask("SELECT name FROM customers").Should().Be("José Núñez");
        task.Snapshot.Warnings.Should().Be(warnings);
    }

    [Theory]
    [InlineData("", "The file is empty*")]
    [InlineData("number,name\n1,Anna", "Missing columns: email, city, since, credit. The file has the columns number, name.")]
    public async Task Import_NotACustomerFile_FailsInWords(string content, string expected)
    {
        await using var test = Open();
        var token = await test.Monitor.Uploads.SaveAsync(
            "list.csv",
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)),
            default);

        var task = await test.Monitor.StartAsync("import-customers", Json.Parse($$"""{"file":"{{token}}","fast":true}"""));

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<InvalidDataException>().WithMessage(expected);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    private static async Task<System.Text.Json.JsonElement> ImportAsync(
        TestMonitor test,
        string row,
        string more = "",
        string header = "number,name,email,city,since,credit")
    {
        var task = await StartAsync(test, System.Text.Encoding.UTF8.GetBytes($"{header}\n{row}\n"), more);
        await task.Completion;
        return (await test.Monitor.ReadAsync(task.Id))!.Result!.Value;
    }

    private static async Task<MonitoredTask> StartAsync(TestMonitor test, byte[] content, string more = "")
    {
        var token = await test.Monitor.Uploads.SaveAsync("list.csv", new MemoryStream(content), default);
        return await test.Monitor.StartAsync("import-customers", Json.Parse($$"""{"file":"{{token}}","fast":true{{more}}}"""));
    }

    private TestMonitor Open(ManualTimeProvider? time = null) => new(tasks =>
    {
        tasks.AddTasksFrom(typeof(ImportCustomers).Assembly).Configure(options => options.UploadFolder = _data.File("uploads"));
        tasks.Services.AddSingleton(new CustomerTable(_data.File("shop.db")));
        if (time is not null)
        {
            tasks.Services.AddTransient(services =>
                ActivatorUtilities.CreateInstance<ImportCustomers>(services, time)); // only the sample lives by this clock
        }
    });

    private int Rows() => Convert.ToInt32(Ask("SELECT count(*) FROM customers"), System.Globalization.CultureInfo.InvariantCulture);

    private object? Ask(string sql)
    {
        using var connection = new CustomerTable(_data.File("shop.db")).Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
