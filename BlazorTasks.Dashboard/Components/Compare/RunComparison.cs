namespace BlazorTasks.Dashboard.Components.Compare;

/// <summary>The differences between two runs.</summary>
/// <param name="Inputs">The inputs by field, in the order of the form.</param>
/// <param name="Steps">The steps, in the order they started.</param>
public sealed record RunComparison(IReadOnlyList<InputDifference> Inputs, IReadOnlyList<StepDifference> Steps)
{
    /// <summary>Compares two runs.</summary>
    /// <param name="a">The details of the first.</param>
    /// <param name="b">The details of the second.</param>
    /// <param name="form">The form of the inputs; empty when the definition no longer exists.</param>
    public static RunComparison Of(TaskDetails? a, TaskDetails? b, FormSchema form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new RunComparison(CompareInputs(Fields(a), Fields(b), form), CompareSteps(Durations(a), Durations(b)));
    }

    private static List<InputDifference> CompareInputs(
        Dictionary<string, JsonElement> a, Dictionary<string, JsonElement> b, FormSchema form) =>
        [.. form.Fields.Select(field => field.Name).Concat(a.Keys).Concat(b.Keys).Distinct()
            .Where(name => a.ContainsKey(name) || b.ContainsKey(name)).Select(name =>
        {
            var field = form[name];
            return new InputDifference(
                field?.Label ?? name,
                Format(a, name, field),
                Format(b, name, field),
                field?.Type == FieldType.Secret || Same(a, b, name));
        })];

    private static bool Same(Dictionary<string, JsonElement> a, Dictionary<string, JsonElement> b, string name) =>
        a.TryGetValue(name, out var one) && b.TryGetValue(name, out var other) && JsonElement.DeepEquals(one, other);

    private static string? Format(Dictionary<string, JsonElement> input, string name, FormField? field) =>
        !input.TryGetValue(name, out var value) ? null
            : field?.Type == FieldType.Secret || TaskDetails.IsSecret(value) ? "secret, never shown"
            : InputText.Of(field, value);

    private static Dictionary<string, JsonElement> Fields(TaskDetails? details) =>
        details?.Input is { ValueKind: JsonValueKind.Object } input
            ? input.EnumerateObject().ToDictionary(field => field.Name, field => field.Value)
            : [];

    private static List<StepDifference> CompareSteps(List<(string Name, TimeSpan? Took)> a, List<(string Name, TimeSpan? Took)> b) =>
        [.. a.Concat(b).Select(step => step.Name).Distinct().Select(name =>
            new StepDifference(name, Find(a, name), Find(b, name)))];

    private static StepRun? Find(List<(string Name, TimeSpan? Took)> steps, string name) =>
        steps.FindIndex(step => step.Name == name) is var at and >= 0 ? new StepRun(steps[at].Took) : null;

    /// <summary>The last run of each step; earlier ones belong to failed attempts.</summary>
    private static List<(string Name, TimeSpan? Took)> Durations(TaskDetails? details)
    {
        var (steps, began) = (new List<(string Name, TimeSpan? Took)>(), new Dictionary<int, StepStarted>());
        foreach (var taskEvent in details?.Milestones ?? [])
        {
            switch (taskEvent)
            {
                case StepStarted started:
                    began[started.Step] = started;
                    Put(steps, started.Name, null);
                    break;
                case StepFinished finished when began.TryGetValue(finished.Step, out var start):
                    Put(steps, start.Name, finished.At - start.At);
                    break;
            }
        }

        return steps;
    }

    private static void Put(List<(string Name, TimeSpan? Took)> steps, string name, TimeSpan? took)
    {
        var at = steps.FindIndex(step => step.Name == name);
        if (at < 0)
        {
            steps.Add((name, took));
        }
        else
        {
            steps[at] = (name, took);
        }
    }
}

/// <summary>One field of two inputs.</summary>
/// <param name="Label">The display name.</param>
/// <param name="A">The first value as text, or null if there is none.</param>
/// <param name="B">The second value as text, or null if there is none.</param>
/// <param name="IsSame">Whether both are equal; secrets are not compared.</param>
public sealed record InputDifference(string Label, string? A, string? B, bool IsSame);

/// <summary>One step of two runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="A">The step in the first run, or null if it was not reached.</param>
/// <param name="B">The step in the second run, or null if it was not reached.</param>
public sealed record StepDifference(string Name, StepRun? A, StepRun? B);

/// <summary>A step of one run.</summary>
/// <param name="Took">The duration, or null if it did not finish.</param>
public sealed record StepRun(TimeSpan? Took);
