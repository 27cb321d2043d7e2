namespace BlazorTasks.Tests.Core.Forms;

/// <summary>Reads inputs against the form of one method's parameters, or of a record.</summary>
internal static class FormFixture
{
    /// <summary>The form of a static method of the test.</summary>
    public static FormSchema FormOf(this Type tests, string method)
    {
        var parameters = tests.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!.GetParameters();
        return new([.. parameters.Select(FormBuilder.FromParameter)]);
    }

    /// <summary>The messages for an input.</summary>
    public static IReadOnlyDictionary<string, string> Errors(this FormSchema form, string input, UploadStore? uploads = null) =>
        form.Read(Json.Parse(input), uploads).Errors;

    /// <summary>An input in its normal form.</summary>
    public static string Normal(this FormSchema form, string input)
    {
        var reading = form.Read(Json.Parse(input));
        reading.Errors.Should().BeEmpty();
        return reading.Input.GetRawText();
    }

    /// <summary>What a record becomes of an input.</summary>
    public static T Bind<T>(string input) => FormBinder.Bind<T>(Json.Parse(FormBuilder.FromType(typeof(T)).Normal(input)), null);

    /// <summary>A value that JSON writes.</summary>
    public static string Written(object? value) => JsonSerializer.Serialize(value);
}
