using System.Reflection;
using System.Text.Json;
using BlazorTasks.Execution;
using BlazorTasks.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Definitions;

/// <summary>A registered kind of task: what it is called, what it asks for and which method runs it.</summary>
public sealed class TaskDefinition
{
    private readonly MethodCall _call;

    private TaskDefinition(MonitoredTaskAttribute attribute, MethodInfo method, IServiceProviderIsService? services)
    {
        Method = method;
        Title = attribute.Title;
        Name = Text.KebabCase(attribute.Title);
        Description = attribute.Description;
        Group = attribute.Group;
        Policy = attribute.ToPolicy();
        _call = new MethodCall(method, services);
        Form = _call.Form;
    }

    /// <summary>Its name in the API and in URLs, such as "import-customers".</summary>
    public string Name { get; }

    /// <summary>What people see, such as "Import customers".</summary>
    public string Title { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string? Description { get; }

    /// <summary>Under which heading it is listed.</summary>
    public string? Group { get; }

    /// <summary>How its tasks are run.</summary>
    public TaskPolicy Policy { get; }

    /// <summary>What it asks for.</summary>
    public FormSchema Form { get; }

    internal MethodInfo Method { get; }

    /// <summary>The field of a parameter of the method, or null if nobody is asked for it.</summary>
    internal FormField? FieldOf(ParameterInfo parameter) => _call.FieldOf(parameter);

    /// <summary>The definition of a method that carries <see cref="MonitoredTaskAttribute"/>.</summary>
    /// <exception cref="TaskSetupException">It cannot be one; the message names the method and says why.</exception>
    internal static TaskDefinition From(MethodInfo method, MonitoredTaskAttribute attribute, IServiceProviderIsService? services = null)
    {
        try
        {
            return Text.KebabCase(attribute.Title).Length == 0 ? throw new NotSupportedException($"the title \"{attribute.Title}\" has no letter or digit to make a name of")
                : method.ContainsGenericParameters || method.DeclaringType!.ContainsGenericParameters ? throw new NotSupportedException("a generic method or class cannot be started by name")
                : new TaskDefinition(attribute, method, services);
        }
        catch (NotSupportedException error)
        {
            throw new TaskSetupException($"[MonitoredTask] on {method.DeclaringType!.FullName}.{method.Name}: {error.Message}.", error);
        }
    }

    /// <summary>The code of one task of this kind.</summary>
    internal TaskWork ToWork(JsonElement? input, TaskPolicy? policy = null) => new(context => _call.InvokeAsync(context, input), policy ?? Policy) { Input = input };

    /// <summary>What tells a task from its siblings: the first words that were asked for. Numbers and switches say little by themselves.</summary>
    internal string? LabelOf(JsonElement input)
    {
        foreach (var field in Form.Fields)
        {
            if (field.Type is FieldType.Text or FieldType.File or FieldType.Url or FieldType.Email && input.TryGetProperty(field.Name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                var text = value.ToString();
                return Text.Truncate(field.Type == FieldType.File ? text[(text.IndexOf('/') + 1)..] : text, 80);
            }
        }

        return null;
    }
}
