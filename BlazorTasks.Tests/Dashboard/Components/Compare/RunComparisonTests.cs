using BlazorTasks.Dashboard.Components.Compare;

namespace BlazorTasks.Tests.Dashboard.Components.Compare;

public class RunComparisonTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly FormSchema Form = new(
    [
        new FormField("file", FieldType.Text) { Label = "File" },
        new FormField("dry_run", FieldType.Boolean) { Label = "Dry run" },
        new FormField("key", FieldType.Secret) { Label = "Key" },
    ]);

    [Fact]
    public void Of_Inputs_ComparesFieldByFieldInTheOrderOfTheForm()
    {
        var a = Details("""{"old":1,"key":"secret:abc","dry_run":true,"file":"a.csv","list":[1, 2]}""");
        var b = Details("""{"file":"b.csv","dry_run":true,"key":"secret:xyz","list":[1,2]}""");

        RunComparison.Of(a, b, Form).Inputs.Should().Equal(
            new InputDifference("File", "a.csv", "b.csv", false),
            new InputDifference("Dry run", "yes", "yes", true),
            new InputDifference("Key", "secret, never shown", "secret, never shown", true),
            new InputDifference("old", "1", null, false),
            new InputDifference("list", "1, 2", "1, 2", true));
    }

    [Fact]
    public void Of_SecretWhoseFormNoLongerExists_IsNotShown() =>
        RunComparison.Of(Details("""{"key":"secret:abc"}"""), null, FormSchema.Empty).Inputs
            .Should().Equal(new InputDifference("key", "secret, never shown", null, false));

    [Fact]
    public void Of_Steps_PairsByNameAndUsesTheLastAttempt()
    {
        var a = new RecordedTask("Import", Noon).Add(new TaskStarting("n", 1)).Add(new StepStarted(1, "Read"));
        a.At = Noon.AddSeconds(9);
        a.Add(new StepFinished(1, "torn")).Add(new StepStarted(2, "Read"));
        a.At = Noon.AddSeconds(12);
        a.Add(new StepFinished(2)).Add(new StepStarted(3, "Save"));
        var b = new RecordedTask("Import", Noon).Add(new TaskStarting("n", 1)).Add(new StepStarted(1, "Read"));
        b.At = Noon.AddSeconds(1);
        b.Add(new StepFinished(1));

        RunComparison.Of(new TaskDetails(null, null, null, a.Events), new TaskDetails(null, null, null, b.Events), FormSchema.Empty)
            .Steps.Should().Equal(
            new StepDifference("Read", new StepRun(TimeSpan.FromSeconds(3)), new StepRun(TimeSpan.FromSeconds(1))),
            new StepDifference("Save", new StepRun(null), null));
    }

    private static TaskDetails Details(string input) => new(Json.Parse(input), null, null, []);
}
