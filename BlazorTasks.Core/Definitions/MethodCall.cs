using System.Reflection;
using System.Text.Json;
using BlazorTasks.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Definitions;

/// <summary>How a definition's method is called: its class from the services, its parameters from the input.</summary>
internal sealed class MethodCall
{
    private readonly MethodInfo _method;
    private readonly Argument[] _arguments;
    private readonly Func<object, Task<object?>> _await;

    public MethodCall(MethodInfo method)
    {
        _method = method;
        _arguments = [.. method.GetParameters().Select(Argument.For)];
        _await = ResultReader.For(method.ReturnType);
        Form = new FormSchema([.. _arguments.Select(argument => argument.Field).OfType<FormField>()]);
    }

    public FormSchema Form { get; }

    /// <summary>Whether the engine gives this parameter its value, so that nobody is asked for it.</summary>
    public static bool IsHandedIn(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TaskContext)
        || parameter.ParameterType == typeof(CancellationToken)
        || parameter.ParameterType == typeof(IProgress<double>);

    /// <summary>Prepares everything, then calls the method. What fails before the call is no mistake of the method.</summary>
    public async Task<object?> InvokeAsync(TaskContext context, JsonElement? input)
    {
        var uploads = context.Services.GetRequiredService<UploadStore>();
        var secrets = context.Services.GetRequiredService<ISecretProtector>();
        var arguments = Array.ConvertAll(_arguments, argument => argument.Read(context, input, uploads, secrets));
        var (target, isOurs) = Target(context.Services);
        try
        {
            context.EnterCode();
            var returned = _method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            return returned is null ? null : await _await(returned).ConfigureAwait(false);
        }
        finally
        {
            if (isOurs)
            {
                await DisposeAsync(target).ConfigureAwait(false);
            }
        }
    }

    private (object? Target, bool IsOurs) Target(IServiceProvider services)
    {
        if (_method.IsStatic)
        {
            return (null, false);
        }

        var type = _method.DeclaringType!;
        return services.GetService(type) is { } registered
            ? (registered, false)
            : (ActivatorUtilities.CreateInstance(services, type), true);
    }

    private static async ValueTask DisposeAsync(object? target)
    {
        switch (target)
        {
            case IAsyncDisposable later:
                await later.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable now:
                now.Dispose();
                break;
        }
    }

    /// <summary>One parameter: handed in by the engine, or a field of the form.</summary>
    private sealed record Argument(ParameterInfo Parameter, FormField? Field)
    {
        public static Argument For(ParameterInfo parameter)
        {
            if (IsHandedIn(parameter))
            {
                return new Argument(parameter, null);
            }

            try
            {
                return new Argument(parameter, FormBuilder.FromParameter(parameter));
            }
            catch (NotSupportedException error)
            {
                throw new NotSupportedException($"parameter '{parameter.Name}': {error.Message}", error);
            }
        }

        public object? Read(TaskContext context, JsonElement? input, UploadStore uploads, ISecretProtector secrets)
        {
            if (Field is null)
            {
                return Parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken : context;
            }

            if (input is not { ValueKind: JsonValueKind.Object } given || !given.TryGetProperty(Field.Name, out var value))
            {
                return Parameter.HasDefaultValue ? Parameter.DefaultValue : null;
            }

            return Field.Type switch
            {
                FieldType.File => uploads.Find(value.GetString()) ?? throw new FileNotFoundException($"The uploaded file '{value}' is no longer there. Upload it again."),
                FieldType.Secret => context.AddSecret(SecretText.Unprotect(secrets, value.GetString()!)),
                _ => value.Deserialize(Parameter.ParameterType, TaskJson.Options),
            };
        }
    }
}
