namespace BlazorTasks.Tests.Endpoints;

/// <summary>
/// Forms over HTTP: every structure is described, errors carry the path of the field, nothing that a client sends is a 500.
/// </summary>
public sealed class FormsApiTests : ApiTest
{
    [Fact]
    public async Task Start_WrongPartsOfStructures_Is422WithTheirPaths()
    {
        var problem = await ProblemAsync(
            await PostAsync(
                "tasks",
                """
                {"definition":"order","input":{"customer":{"name":""},
                 "lines":[{"article":"a","amount":1},{"article":"b","amount":0}],"headers":{"a":1}}}
                """),
            HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .Should().BeEquivalentTo("input.customer.name", "input.lines[1].amount", "input.headers.a");
    }

    [Fact]
    public async Task Start_Structures_AreRunAndShown()
    {
        var task = await JsonAsync(
            await PostAsync(
                "tasks",
                """{"definition":"order","input":{"customer":{"name":"Anna"},"lines":[{"article":"a","amount":2}],"headers":{"X":"1"}}}"""),
            HttpStatusCode.Accepted);

        var id = TaskId.Parse(task.GetProperty("id").GetString()!, null);
        await Monitor.Until(id, now => now.State.IsFinal());
        (await Monitor.ReadAsync(id))!.Result!.Value.GetString().Should().Be("Anna 2 1");
    }

    [Fact]
    public async Task Definitions_WithLimitsBeyondEverything_AreWritten()
    {
        var definitions = await JsonAsync(await Client.GetAsync("definitions"), HttpStatusCode.OK);

        var fields = definitions.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "order")
            .GetProperty("fields");
        fields.EnumerateArray().Select(field => field.GetProperty("type").GetString())
            .Should().Equal("group", "rows", "key_value_pairs", "text", "number");
        fields[1].GetProperty("fields")[1].GetProperty("min").GetDouble().Should().Be(1);
    }

    [Theory]
    [InlineData("input", "{}")]
    [InlineData("pattern", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"")]
    [InlineData("number", "1e999")]
    [InlineData("number", "\"NaN\"")]
    [InlineData("extra", "[[[[[[[[[[]]]]]]]]]]")]
    [InlineData("more", "{\"a\":{\"b\":{}}}")]
    public async Task Start_WithWhatever_IsARefusal(string field, string value) =>
        await ProblemAsync(
            await PostAsync(
                "tasks",
                $$$"""{"definition":"order","input":{"customer":{"name":"A"},"lines":[],"headers":{},"{{{field}}}":{{{value}}}}}"""),
            HttpStatusCode.UnprocessableEntity);

    [Fact]
    public async Task Definition_InAnotherScript_IsFoundAndStarted()
    {
        (await JsonAsync(await Client.GetAsync($"definitions/{Uri.EscapeDataString("импорт-клиентов")}"), HttpStatusCode.OK))
            .GetProperty("title").GetString().Should().Be("Импорт клиентов");
        await JsonAsync(await PostAsync("tasks", """{"definition":"импорт-клиентов"}"""), HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("""{"name":"a","type":"text","default":[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"name":"a","type":"number","default":"x"}""")]
    [InlineData("""{"name":"a","type":"group","fields":[{"name":"b","type":"secret"}]}""")]
    [InlineData("""{"name":"a","type":"files"}""")]
    [InlineData("""{"name":"a","type":"rows"}""")]
    public async Task Prompt_WithAFieldThatMakesNoSense_Is422(string field)
    {
        var script = await JsonAsync(await PostAsync("tasks", """{"external":true,"name":"Backup"}"""), HttpStatusCode.Accepted);
        Client.DefaultRequestHeaders.Authorization = new("Bearer", script.GetProperty("token").GetString());

        await ProblemAsync(
            await PostAsync(
                $"tasks/{script.GetProperty("id").GetString()}/prompts",
                $$"""{"title":"Q","kind":"input","fields":[{{field}}]}"""),
            HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Prompt_WithStructures_IsAskedAndAnswered()
    {
        var asks = await AskingAsync(async task => task.Log((await task.AskAsync<Answer>("Which lines?")).Lines[0].Article));

        var problem = await ProblemAsync(
            await PostAsync($"tasks/{asks.Id}/prompts/1", """{"values":{"lines":[{"article":"a","amount":0}]}}"""),
            HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("errors").EnumerateObject().Single().Name.Should().Be("values.lines[0].amount");
        await JsonAsync(
            await PostAsync($"tasks/{asks.Id}/prompts/1", """{"values":{"lines":[{"article":"a","amount":1}]}}"""),
            HttpStatusCode.Accepted);
        (await Monitor.Until(asks.Id, now => now.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
    }

    private sealed record Answer(IReadOnlyList<FormTasks.Line> Lines);
}

/// <summary>Definitions whose inputs have structure.</summary>
public sealed class FormTasks
{
    public sealed record Customer(string Name);

    public sealed record Line(string Article, [property: Range(1, double.MaxValue)] double Amount);

    [MonitoredTask("Order")]
    public static string Order(
        Customer customer, Line[] lines, IReadOnlyDictionary<string, string> headers, [RegularExpression("^(a+)+$")] string? pattern,
            [Range(0, double.PositiveInfinity)] double? number) =>
        $"{customer.Name} {lines.Sum(line => line.Amount)} {headers.Count}";

    [MonitoredTask("Reads a file")]
    public static async Task<string> ReadAsync(TaskFile file) => $"{file.Name}: {await File.ReadAllTextAsync(file.Path)}";

    [MonitoredTask("Импорт клиентов")]
    public static void Import()
    {
    }
}
