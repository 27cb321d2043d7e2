namespace BlazorTasks.Tests.Support;

/// <summary>As much of JSON Schema as an OpenAPI document of ours uses.</summary>
public sealed class SchemaCheck(JsonElement document)
{
    /// <summary>Everything in a value that does not fit its schema.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value, string path = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Check(reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name)), value, path);
        }

        foreach (var several in new[] { "anyOf", "oneOf" })
        {
            if (schema.TryGetProperty(several, out var any))
            {
                var tries = any.EnumerateArray().Select(one => Check(one, value, path)).ToList();
                return tries.Any(problems => problems.Count == 0) ? [] : [.. tries.SelectMany(problems => problems)];
            }
        }

        var problems = new List<string>();
        if (schema.TryGetProperty("type", out var type) && !Types(type).Contains(TypeOf(value))
            && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
        {
            problems.Add($"{path} is {TypeOf(value)}, not {type}");
        }

        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
        {
            problems.Add($"{path} is {value}, not one of {words}");
        }

        if (schema.TryGetProperty("format", out var format) && value.ValueKind == JsonValueKind.String
            && !Fits(format.GetString()!, value.GetString()!))
        {
            problems.Add($"{path} is {value}, which is no {format}");
        }

        problems.AddRange(value.ValueKind switch
        {
            JsonValueKind.Object => Members(schema, value, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value.EnumerateArray()
                .SelectMany((item, i) => Check(items, item, $"{path}[{i}]")),
            _ => [],
        });
        return problems;
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string path)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!)
            .ToList() : [];
        foreach (var missing in required.Where(name => !value.TryGetProperty(name, out _)))
        {
            yield return $"{path}.{missing} is missing";
        }

        if (!schema.TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(member.Name, out var known))
            {
                yield return $"{path}.{member.Name} is not described";
                continue;
            }

            foreach (var problem in Check(known, member.Value, $"{path}.{member.Name}"))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray()
        .Select(one => one.GetString()!) : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static bool Fits(string format, string text) => format switch
    {
        "uuid" => Guid.TryParse(text, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && text.EndsWith('Z'),
        _ => true,
    };
}
