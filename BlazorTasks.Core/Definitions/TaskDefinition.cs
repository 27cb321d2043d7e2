using System.Security.Cryptography;
using BlazorTasks.Execution;
using BlazorTasks.Forms;

namespace BlazorTasks.Definitions;

/// <summary>A registered kind of task: its name, its form and the method that runs it.</summary>
public sealed class TaskDefinition
{
    private const int MaxLimitKey = 200;

    private readonly MethodCall _call;
    private readonly FormField? _limitField;

    private TaskDefinition(MonitoredTaskAttribute attribute, MethodInfo method, IServiceProviderIsService? services)
    {
        Method = method;
        Title = attribute.Title;
        Name = Text.KebabCase(attribute.Title);
        Description = attribute.Description;
        Group = attribute.Group;
        Roles = attribute.Roles;
        Policy = attribute.ToPolicy();
        _call = new MethodCall(method, services);
        Form = _call.Form;
        _limitField = Policy.ConcurrencyKey is { } parameter ? LimitField(parameter) : null;
    }

    /// <summary>Gets the name in the API and in URLs, such as "import-customers".</summary>
    public string Name { get; }

    /// <summary>Gets the display name, such as "Import customers".</summary>
    public string Title { get; }

    /// <summary>Gets the one-sentence description.</summary>
    public string? Description { get; }

    /// <summary>Gets the group in which it is listed.</summary>
    public string? Group { get; }

    /// <summary>
    /// Gets the roles of which a person must have one to start it. Empty means everyone who may start tasks.
    /// </summary>
    public IReadOnlyCollection<string> Roles { get; }

    /// <summary>Gets the policy of its tasks.</summary>
    public TaskPolicy Policy { get; }

    /// <summary>Gets the start form.</summary>
    public FormSchema Form { get; }

    internal MethodInfo Method { get; }

    /// <summary>Returns the field of a parameter of the method, or null if it is not part of the form.</summary>
    internal FormField? FieldOf(ParameterInfo parameter) => _call.FieldOf(parameter);

    /// <summary>Creates the definition of a method marked with <see cref="MonitoredTaskAttribute"/>.</summary>
    /// <exception cref="TaskSetupException">The method is not a valid definition. The message names the method and the
    /// reason.</exception>
    internal static TaskDefinition From(MethodInfo method, MonitoredTaskAttribute attribute, IServiceProviderIsService? services = null)
    {
        try
        {
            return Text.KebabCase(attribute.Title).Length == 0
                ? throw new NotSupportedException(
                    $"the title \"{attribute.Title}\" contains no letter or digit, so no name can be derived from it")
                : method.ContainsGenericParameters || method.DeclaringType!.ContainsGenericParameters
                ? throw new NotSupportedException("generic methods and methods of generic classes are not supported")
                : new TaskDefinition(attribute, method, services);
        }
        catch (NotSupportedException error)
        {
            throw new TaskSetupException($"[MonitoredTask] on {method.DeclaringType!.FullName}.{method.Name}: {error.Message}.", error);
        }
    }

    /// <summary>Creates the work of one task.</summary>
    internal TaskWork ToWork(JsonElement? input, TaskPolicy? policy = null) =>
        new(context => _call.InvokeAsync(context, input), policy ?? Policy)
        {
            Input = input,
            IsPortable = (policy ?? Policy) == Policy,
            LimitKey = LimitKeyOf(input),
        };

    /// <summary>Derives a label from the input: the first text value. Numbers and switches say little by themselves.</summary>
    internal string? LabelOf(JsonElement input)
    {
        foreach (var field in Form.Fields)
        {
            if (field.Type is FieldType.Text or FieldType.File or FieldType.Url or FieldType.Email
                && input.TryGetProperty(field.Name, out var value)
                && value.ValueKind == JsonValueKind.String)
            {
                var text = value.ToString();
                return Text.Truncate(field.Type == FieldType.File ? text[(text.IndexOf('/') + 1)..] : text, 80);
            }
        }

        return null;
    }

    private FormField LimitField(string parameter) =>
        Method.GetParameters().FirstOrDefault(one => one.Name == parameter) is { } found
            && _call.FieldOf(found) is { Type: not (FieldType.Secret or FieldType.File or FieldType.Files) } field
            ? field
            : throw new NotSupportedException(
                $"ConcurrencyKey is \"{parameter}\", which is not a parameter of the start form, or is a secret or a file");

    private string? LimitKeyOf(JsonElement? input)
    {
        if (_limitField is null || input?.TryGetProperty(_limitField.Name, out var value) != true)
        {
            return null;
        }

        var text = value.GetRawText();
        return text.Length <= MaxLimitKey ? text : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
