using System.Security.Cryptography;
using BlazorTasks.Definitions;
using BlazorTasks.Forms;

namespace BlazorTasks.Secrets;

/// <summary>The secret fields of an input: encrypted before they are stored, and ignored when inputs are compared.</summary>
internal static class SecretFields
{
    public static JsonElement Protect(FormSchema form, JsonElement input, ISecretProtector protector) =>
        Replace(form, input, secret => SecretText.Protect(protector, secret));

    /// <summary>Completes a new input with the secrets of an earlier one that were omitted.</summary>
    public static JsonElement Keep(FormSchema form, JsonElement input, JsonElement? earlier, ISecretProtector protector)
    {
        if (input.ValueKind != JsonValueKind.Object || earlier is not { ValueKind: JsonValueKind.Object } before)
        {
            return input;
        }

        var left = form.Fields.Where(
            field => field.Type == FieldType.Secret && IsGiven(before, field.Name) && IsOmitted(input, field.Name)).ToList();
        if (left.Count == 0)
        {
            return input;
        }

        var copy = JsonObject.Create(input)!;
        foreach (var field in left)
        {
            copy[field.Name] = SecretText.Unprotect(protector, before.GetProperty(field.Name).GetString()!);
        }

        return JsonSerializer.SerializeToElement(copy, TaskJson.Options);
    }

    /// <summary>Computes a hash of a request. Secrets are excluded, so that it reveals nothing about them.</summary>
    public static string Fingerprint(TaskDefinition definition, JsonElement input) =>
        Convert.ToHexStringLower(SHA256.HashData(
            [
                .. JsonSerializer.SerializeToUtf8Bytes(definition.Name),
                .. JsonSerializer.SerializeToUtf8Bytes(Replace(definition.Form, input, _ => SecretText.Mask))]));

    /// <summary>Decrypts the secrets of an input for the code that uses it.</summary>
    public static JsonElement Reveal(FormSchema form, JsonElement input, ISecretProtector protector, Func<string, string> seen) =>
        Replace(form, input, stored => seen(SecretText.Unprotect(protector, stored)));

    private static bool IsGiven(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;

    private static bool IsOmitted(JsonElement input, string name) =>
        !input.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null
            || (value.ValueKind == JsonValueKind.String && value.GetString() is "" or SecretText.Mask);

    private static JsonElement Replace(FormSchema form, JsonElement input, Func<string, string> replace)
    {
        var secrets = form.Fields.Where(field => field.Type == FieldType.Secret && IsGiven(input, field.Name)).ToList();
        if (secrets.Count == 0)
        {
            return input;
        }

        var copy = JsonObject.Create(input)!;
        foreach (var field in secrets)
        {
            copy[field.Name] = replace(copy[field.Name]!.GetValue<string>());
        }

        return JsonSerializer.SerializeToElement(copy, TaskJson.Options);
    }
}
