using System.Linq.Expressions;
using BlazorTasks.Forms;

namespace BlazorTasks.Definitions;

/// <summary>
/// Parses a call such as <c>x => x.ImportAsync("a.csv", 500, TaskContext.Current)</c> into a method and its input. The call
/// itself is never executed.
/// </summary>
internal static class CallExpression
{
    /// <summary>Returns the call in an expression.</summary>
    /// <exception cref="ArgumentException">The expression is not a call.</exception>
    public static MethodCallExpression Read(LambdaExpression expression) =>
        (expression.Body is MethodCallExpression
        {
            Method.Name: nameof(ValueTask.AsTask),
            Object: { } promise
        } ? promise : expression.Body) as MethodCallExpression
        ?? throw new ArgumentException(
            $"'{expression}' must be a single call of a method marked with [MonitoredTask].",
            nameof(expression));

    /// <summary>
    /// Converts the arguments of a call to an input. Files that have not been uploaded yet are uploaded. An explicit null is
    /// preserved: it differs from an omitted value.
    /// </summary>
    /// <exception cref="InvalidInputException">An argument cannot be serialized as JSON.</exception>
    public static async Task<JsonElement> InputOfAsync(MethodCallExpression call, TaskDefinition definition, UploadStore uploads)
    {
        var input = new JsonObject();
        var files = new Dictionary<string, TaskFile>();
        var json = FormBinder.ForWriting(file => uploads.TokenFor(file, files));
        foreach (var (parameter, argument) in call.Method.GetParameters().Zip(call.Arguments))
        {
            if (definition.FieldOf(parameter) is { } field)
            {
                input[field.Name] = Write(field, parameter, Evaluate(argument), json);
            }
        }

        foreach (var (token, file) in files)
        {
            var content = file.OpenRead();
            await using (content.ConfigureAwait(false))
            {
                await uploads.StoreAsync(token, content).ConfigureAwait(false);
            }
        }

        return JsonSerializer.SerializeToElement(input, TaskJson.Options);
    }

    private static JsonNode? Write(FormField field, ParameterInfo parameter, object? value, JsonSerializerOptions json)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, parameter.ParameterType, json);
        }
        catch (Exception error) when (error is NotSupportedException or JsonException or ArgumentException)
        {
            throw new InvalidInputException(
                new Dictionary<string, string> { [field.Name] = $"{value} cannot be serialized as JSON: {error.Message}" });
        }
    }

    private static object? Evaluate(Expression argument) => argument is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)();
}
