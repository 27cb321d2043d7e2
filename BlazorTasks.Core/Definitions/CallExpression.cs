using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BlazorTasks.Definitions;

/// <summary>Reads <c>x => x.ImportAsync("a.csv", 500, TaskContext.Current)</c> as a method and its input. The call itself is never made.</summary>
internal static class CallExpression
{
    public static (MethodInfo Method, JsonElement Input) Read(LambdaExpression expression)
    {
        var body = expression.Body is MethodCallExpression { Method.Name: nameof(ValueTask.AsTask), Object: { } promise } ? promise : expression.Body;
        if (body is not MethodCallExpression call)
        {
            throw new ArgumentException($"'{expression}' should be a single call of a method with [MonitoredTask].", nameof(expression));
        }

        var input = new JsonObject();
        foreach (var (parameter, argument) in call.Method.GetParameters().Zip(call.Arguments))
        {
            if (!MethodCall.IsHandedIn(parameter) && Evaluate(argument) is { } value)
            {
                input[JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!)] = JsonSerializer.SerializeToNode(value, value.GetType(), TaskJson.Options);
            }
        }

        return (call.Method, JsonSerializer.SerializeToElement(input, TaskJson.Options));
    }

    private static object? Evaluate(Expression argument) => argument is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)();
}
