namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Starts a task together with its files: multipart form data with a JSON part "task", and file parts named after the file
/// fields of the definition.
/// </summary>
internal static class MultipartStart
{
    public const string Part = "task";

    public static async Task<Results<ApiReply<ApiTask>, Problem>> StartAsync(
        HttpContext context,
        TaskAccess access,
        Func<JsonMembers, Task<ApiReply<ApiTask>>> start)
    {
        var files = new MultipartFiles(access);
        files.Expect(context);
        try
        {
            var json = await files.ReadFormAsync(context, Part)
                ?? throw Invalid(Part, "Add a part “task” that contains the task as JSON, such as {\"definition\":\"import-customers\"}");
            var task = JsonObject.Create(RequestBody.ParseObject(json))!;
            AddTokens(task, files.Files, access);
            var reply = await start(new JsonMembers(JsonSerializer.SerializeToElement(task)));
            if (!files.Files.All(file => reply.Value.Input?.GetRawText().Contains(file.Token, StringComparison.Ordinal) == true))
            {
                files.Discard(); // the key belongs to a task that was started before, with files of its own
            }

            return reply;
        }
        catch (Exception error)
        {
            files.Discard();
            if (error is IOException interrupted)
            {
                return files.ProblemOf(interrupted);
            }

            throw;
        }
    }

    /// <summary>Makes the tokens of the files the values of their fields.</summary>
    private static void AddTokens(JsonObject task, IReadOnlyList<(string Field, string Token)> files, TaskAccess access)
    {
        if (task["definition"] is not JsonValue name || access.FindDefinition(name.ToString()) is not { } definition)
        {
            return; // reported with the other members
        }

        if ((task["input"] ??= new JsonObject()) is not JsonObject input)
        {
            return;
        }

        foreach (var tokens in files.GroupBy(file => file.Field, file => file.Token))
        {
            var field = definition.Form.Fields.FirstOrDefault(
                field => field.Name == tokens.Key && field.Type is FieldType.File or FieldType.Files);
            if (field is null)
            {
                throw Invalid(tokens.Key, $"{definition.Title} has no file field of this name");
            }

            if (input.ContainsKey(field.Name))
            {
                throw Invalid($"input.{field.Name}", "Send this file as a part or as a token, not both");
            }

            if (field.Type == FieldType.File && tokens.Count() > 1)
            {
                throw Invalid(field.Name, "This field is a single file");
            }

            input[field.Name] = field.Type == FieldType.File
                ? tokens.Single()
                : new JsonArray([.. tokens.Select(token => (JsonNode)token)]);
        }
    }

    private static ProblemException Invalid(string name, string message) =>
        new(Problem.Invalid(new Dictionary<string, string> { [name] = message }));
}
