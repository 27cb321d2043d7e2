using BlazorTasks.Definitions;

namespace BlazorTasks.Tests.Core.Definitions;

public class DefinitionTests
{
    private const string EveryField =
        """
        {"title":"Spring","count":3,"share":0.5,"dry_run":true,"mode":"keep_both","day":"2026-11-21","at":"2026-11-21T14:00:00+01:00",
         "pause":"00:30:00","mail":"a@b.se","page":"https://b.se/x","notes":"x\ny","key":"s3cret","modes":["merge","keep_both"]}
        """;

    [Fact]
    public async Task StartAsync_EveryKindOfField_BindsAll()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync("every-kind", Json.Parse(EveryField));
        await task.Completion;

        (await test.Monitor.ReadAsync(task.Id))!.Result!.Value.GetString().Should().Be(
            "Spring 3 0.5 True KeepBoth 2026-11-21 2026-11-21T13:00:00.0000000+00:00 00:30:00 a@b.se https://b.se/x x\ny s3cret"
            + "  2 hello 1 True");
        task.Snapshot.Should().BeEquivalentTo(new { Definition = "every-kind", Name = "Every kind", Label = "Spring" });
    }

    [Fact]
    public async Task StartAsync_WrongInput_SaysWhatIsWrongAtEachFieldAndStartsNothing()
    {
        await using var test = Open();

        var thrown = await test.Monitor.Awaiting(monitor => monitor.StartAsync("every-kind", Json.Parse(
            """
            {"title":"x","count":50000,"share":"many","mode":"neither","day":"tomorrow","at":"noon","pause":"long",
             "mail":"anna@fjord","page":"ftp://x","modes":["other"],"extra":1}
            """)))
            .Should().ThrowAsync<InvalidInputException>();

        thrown.Which.Errors.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["title"] = "Enter at least 2 characters",
            ["count"] = "Enter a whole number from 1 to 10",
            ["share"] = "Enter a number",
            ["mode"] = "Choose one of merge, keep_both",
            ["day"] = "Enter a date, such as 2026-11-21",
            ["at"] = "Enter a date and time, such as 2026-11-21T14:00:00Z",
            ["pause"] = "Enter a duration, such as 00:30:00",
            ["mail"] = "Enter an email address, such as name@example.com",
            ["page"] = "Enter a URL, such as https://example.com/page",
            ["modes"] = "Choose from merge, keep_both",
            ["extra"] = "Unknown field 'extra'",
        });
        test.Monitor.Active.Unfinished.Should().Be(0);
    }

    [Fact]
    public async Task StartAsync_UnknownDefinition_ReportsIt()
    {
        await using var test = Open();

        await test.Monitor.Awaiting(monitor => monitor.StartAsync("nothing"))
            .Should().ThrowAsync<ArgumentException>().WithMessage("The definition 'nothing' does not exist*");
    }

    [Fact]
    public async Task StartAsync_Expression_CallsTheMethodWithItsArguments()
    {
        await using var test = Open();
        var word = "spring";

        var task = await test.Monitor.StartAsync<SampleTasks, string>(x => x.ValueTaskAsync(word + "-list").AsTask());

        (await task.Completion).Should().Be("spring-list from the ledger");
    }

    [Fact]
    public async Task StartAsync_Instance_IsMadeAndDisposedWithItsOwnScope()
    {
        var ledgers = new List<Ledger>();
        await using var test = new TestMonitor(tasks =>
        {
            tasks.AddTasksFrom(typeof(SampleTasks).Assembly);
            tasks.Services.AddScoped(_ =>
            {
                var ledger = new Ledger();
                ledgers.Add(ledger);
                return ledger;
            });
        });

        await (await test.Monitor.StartAsync<SampleTasks>(x => x.NoResultAsync(TaskContext.Current))).Completion;
        await (await test.Monitor.StartAsync("no-result")).Completion;

        ledgers.Should().HaveCount(2).And.OnlyContain(ledger => ledger.IsDisposed);
        ledgers[0].Lines.Should().Equal("ran", "disposed");
    }

    [Fact]
    public async Task StartAsync_ConstructorThrows_FailsBeforeItRanAndSaysWhy()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync("broken-instance");

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<IOException>();
        task.Snapshot
            .Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.BadParameters, ErrorMessage = "no database" });
    }

    [Fact]
    public async Task StartAsync_DisposeThrows_Fails()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync("broken-dispose");

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<IOException>().WithMessage("cannot close");
        task.Snapshot.Reason.Should().Be(TaskReason.Exception);
    }

    [Fact]
    public void Form_OfAMethod_ReportsLabelsTypesLimitsAndDefaults()
    {
        var form = new TaskCatalog([typeof(SampleTasks).Assembly]).Find("every-kind")!.Form;

        form.Fields.Select(field => (field.Name, field.Label, field.Type, field.Required)).Should().StartWith(new[]
        {
            ("title", "Title", FieldType.Text, true),
            ("count", "Count", FieldType.Integer, true),
            ("share", "Share", FieldType.Number, false),
            ("dry_run", "Dry run", FieldType.Boolean, true),
            ("mode", "Mode", FieldType.Choice, true),
            ("day", "Day", FieldType.Date, true),
            ("at", "At", FieldType.DateTime, true),
            ("pause", "Pause", FieldType.Duration, true),
            ("mail", "Mail", FieldType.Email, false),
            ("page", "Page", FieldType.Url, false),
            ("notes", "Notes", FieldType.Multiline, false),
            ("key", "Key", FieldType.Secret, false),
            ("file", "File", FieldType.File, false),
            ("modes", "Modes", FieldType.MultiChoice, false),
            ("greeting", "Greeting", FieldType.Text, false),
        });
        form["count"].Should().BeEquivalentTo(new { Min = 1.0, Max = 10.0 });
        form["mode"]!.Options.Should().Equal(new FieldOption("merge", "Merge"), new FieldOption("keep_both", "Keep both"));
        form["greeting"]!.Default!.Value.GetString().Should().Be("hello");
        form["file"]!.Accept.Should().Equal(".csv");
    }

    [Fact]
    public void Catalog_UnbindableParameter_IsRefusedByName() =>
        FluentActions.Invoking(
            () => TaskDefinition.From(typeof(Unbindable).GetMethod(nameof(Unbindable.Run))!, new MonitoredTaskAttribute("Run")))
            .Should().Throw<TaskSetupException>()
            .WithMessage(
            "[MonitoredTask] on *Unbindable.Run: parameter 'stream': the type Stream is not supported as a form field; "
            + "register it as a service, or use text*");

    [Fact]
    public void Catalog_TwoOfOneName_IsRefusedWithBoth() =>
        new TaskCatalog([new TwoOfOneName()]).Invoking(catalog => catalog.ThrowIfUnavailable())
            .Should().Throw<TaskSetupException>()
            .WithMessage("Two methods map to the name \"import\": *First.Run and *Second.Run. Choose another title for one of them.");

    [Fact]
    public void Catalog_TitleWithoutLetters_IsRefused() =>
        FluentActions.Invoking(() => TaskDefinition.From(typeof(First).GetMethod(nameof(First.Run))!, new MonitoredTaskAttribute("…")))
            .Should().Throw<TaskSetupException>().WithMessage("*contains no letter or digit, so no name can be derived from it.");

    [Theory]
    [InlineData("nobody", 1, "*ConcurrencyKey is \"nobody\", which is not a parameter of the start form, or is a secret or a file.")]
    [InlineData("source", 0, "*ConcurrencyKey is \"source\", which needs a Concurrency of at least 1.")]
    public void Catalog_ConcurrencyKeyThatCannotBeCounted_IsRefused(string key, int concurrency, string message) =>
        FluentActions.Invoking(() => TaskDefinition.From(
            typeof(Keyed).GetMethod(nameof(Keyed.Run))!,
            new MonitoredTaskAttribute("Run") { ConcurrencyKey = key, Concurrency = concurrency }))
            .Should().Throw<TaskSetupException>().WithMessage(message);

    [Fact]
    public void ToWork_DefinitionWithAConcurrencyKey_CountsByItsValue()
    {
        var definition = TaskDefinition.From(
            typeof(Keyed).GetMethod(nameof(Keyed.Run))!,
            new MonitoredTaskAttribute("Run") { ConcurrencyKey = "source", Concurrency = 1 });
        string? KeyOf(string source) => definition.ToWork(Json.Parse($$"""{"source":"{{source}}"}""")).LimitKey;

        KeyOf("a").Should().Be(KeyOf("a")).And.NotBe(KeyOf("b"));
        KeyOf(new string('a', 500)).Should().HaveLength(64).And.NotBe(KeyOf(new string('a', 501)));
        definition.ToWork(null).LimitKey.Should().BeNull();
    }

    private static class Keyed
    {
        public static void Run(string source) => _ = source;
    }

    private static TestMonitor Open() => new(tasks =>
    {
        tasks.AddTasksFrom(typeof(SampleTasks).Assembly);
        tasks.Services.AddScoped<Ledger>();
    });

    private sealed class Unbindable
    {
        public static void Run(Stream stream) => stream.Dispose();
    }

    private sealed class First
    {
        public static void Run()
        {
        }
    }

    private sealed class TwoOfOneName : System.Reflection.Assembly
    {
        private static readonly System.Reflection.Emit.AssemblyBuilder Built = Build();

        public override Type[] GetTypes() => Built.GetTypes();

        private static System.Reflection.Emit.AssemblyBuilder Build()
        {
            var assembly = System.Reflection.Emit.AssemblyBuilder.DefineDynamicAssembly(
                new System.Reflection.AssemblyName("Twice"),
                System.Reflection.Emit.AssemblyBuilderAccess.Run);
            var module = assembly.DefineDynamicModule("Twice");
            var title = typeof(MonitoredTaskAttribute).GetConstructor([typeof(string)])!;
            foreach (var (type, name) in new[] { ("First", "Import"), ("Second", "import!") })
            {
                var builder = module.DefineType(type, System.Reflection.TypeAttributes.Public);
                var method = builder.DefineMethod(
                    "Run",
                    System.Reflection.MethodAttributes.Public | System.Reflection.MethodAttributes.Static);
                method.SetCustomAttribute(new System.Reflection.Emit.CustomAttributeBuilder(title, [name]));
                method.GetILGenerator().Emit(System.Reflection.Emit.OpCodes.Ret);
                builder.CreateType();
            }

            return assembly;
        }
    }
}
