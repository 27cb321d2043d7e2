using BlazorTasks.Forms;

namespace BlazorTasks.Definitions;

/// <summary>Calls a definition's method: creates its class from the services and binds its parameters to the input.</summary>
internal sealed class MethodCall
{
    private readonly MethodInfo _method;
    private readonly Argument[] _arguments;
    private readonly Func<object, Task<object?>> _await;

    /// <exception cref="NotSupportedException">A parameter is not supported as a field, or the return value cannot be
    /// awaited. The message lists every problem.</exception>
    public MethodCall(MethodInfo method, IServiceProviderIsService? services)
    {
        _method = method;
        var problems = new List<string>();
        _arguments = [.. method.GetParameters().Select(parameter => Argument.For(parameter, services, problems)).OfType<Argument>()];
        _await = ResultReader.For(method, problems);
        Form = new FormSchema([.. _arguments.Select(argument => argument.Field).OfType<FormField>()]);
        problems.AddRange(
            Form.Fields.GroupBy(field => field.Name)
                .Where(same => same.Count() > 1)
                .Select(same => $"two parameters map to the field '{same.Key}'"));
        if (problems.Count > 0)
        {
            throw new NotSupportedException(string.Join("; ", problems));
        }
    }

    public FormSchema Form { get; }

    /// <summary>Returns the field of a parameter, or null if it is not part of the form.</summary>
    public FormField? FieldOf(ParameterInfo parameter) => _arguments[parameter.Position].Field;

    /// <summary>Returns whether the engine supplies the value of this parameter.</summary>
    private static bool IsHandedIn(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TaskContext)
        || parameter.ParameterType == typeof(CancellationToken)
        || parameter.ParameterType == typeof(IProgress<double>);

    /// <summary>
    /// Prepares the arguments, then calls the method. A failure before the call is reported as a setup error, not as an error
    /// of the method.
    /// </summary>
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

    /// <summary>A parameter: supplied by the engine, resolved as a service, or bound to a field of the form.</summary>
    private sealed record Argument(ParameterInfo Parameter, FormField? Field)
    {
        public static Argument? For(ParameterInfo parameter, IServiceProviderIsService? services, List<string> problems)
        {
            if (IsHandedIn(parameter) || IsService(parameter, services))
            {
                return new Argument(parameter, null);
            }

            try
            {
                return new Argument(parameter, FormBuilder.FromParameter(parameter));
            }
            catch (NotSupportedException error)
            {
                problems.Add($"parameter '{parameter.Name}': {error.Message}");
                return null;
            }
        }

        public object? Read(TaskContext context, JsonElement? input, UploadStore uploads, ISecretProtector secrets)
        {
            if (Field is null)
            {
                return Parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
                    : IsHandedIn(Parameter) ? context
                    : Service(context.Services);
            }

            if (input is not { ValueKind: JsonValueKind.Object } given || !given.TryGetProperty(Field.Name, out var value))
            {
                return Parameter.HasDefaultValue ? Parameter.DefaultValue : null;
            }

            return Field.Type == FieldType.Secret && value.ValueKind == JsonValueKind.String
                ? context.AddSecret(SecretText.Unprotect(secrets, value.GetString()!))
                : FormBinder.Bind(Parameter.ParameterType, value, uploads);
        }

        /// <summary>
        /// Data types are fields even if they are also registered as services. .NET reports every IEnumerable as a service.
        /// </summary>
        private static bool IsService(ParameterInfo parameter, IServiceProviderIsService? services)
        {
            var type = parameter.ParameterType;
            if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is not null)
            {
                return true;
            }

            return services is not null && !FormTypes.IsData(type)
                && services.IsService(
                    FormTypes.ItemOf(type) is { } item && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
                        ? item
                        : type);
        }

        private object Service(IServiceProvider services) => Parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed
            ? services.GetRequiredKeyedService(Parameter.ParameterType, keyed.Key)
            : services.GetRequiredService(Parameter.ParameterType);
    }
}
