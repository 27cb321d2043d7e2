namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The API reference.</summary>
public sealed partial class ApiPage
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The OpenAPI document.</summary>
    [Parameter, EditorRequired]
    public JsonObject Document { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    private string Base => Context.Request.PathBase.Add("/").Value!;

    private string? Theme => Context.Request.Cookies["bt-theme"] is "light" or "dark" ? Context.Request.Cookies["bt-theme"] : null;

    private JsonObject Schemas => Document["components"]!["schemas"]!.AsObject();

    private List<ApiOperation> Operations =>
        [.. from path in Document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            orderby operation.Value!["tags"]![0]!.GetValue<string>() == "About"
            select new ApiOperation(operation.Key, path.Key, operation.Value!)];

    private static string StateOf(string method) => method switch
    {
        "get" => "running",
        "delete" => "failed",
        _ => "succeeded",
    };

    private static JsonNode? MediaOf(JsonNode? message) =>
        message?["content"] is JsonObject { Count: > 0 } content ? content.First().Value : null;

    private static string Pretty(JsonNode example) =>
        example.GetValueKind() == JsonValueKind.String ? example.GetValue<string>() : example.ToJsonString(Indented);

    private static bool IsRequired(JsonNode schema, string member) =>
        schema["required"] is JsonArray required && required.Any(one => one!.GetValue<string>() == member);

    private sealed record ApiOperation(string Method, string Path, JsonNode Operation)
    {
        public string Id => Operation["operationId"]!.GetValue<string>();

        public string Tag => Operation["tags"]![0]!.GetValue<string>();

        public bool RequiresTaskToken => Operation["security"] is not null;

        public IReadOnlyList<JsonNode> Parameters =>
            [.. Operation["parameters"]!.AsArray().Where(parameter => parameter!["in"]!.GetValue<string>() != "header")!];
    }
}
