using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;

namespace BlazorTasks.Dashboard.Endpoints.OpenApi;

/// <summary>Creates the OpenAPI 3.1 document from the metadata of the endpoints (docs/decisions/0007-openapi-by-hand.md).</summary>
internal sealed class OpenApiDocument(IEnumerable<RouteEndpoint> endpoints, IReadOnlyCollection<TaskDefinition> definitions)
{
    public const string TokenScheme = "task_token";

    private readonly ApiSchemas _schemas = new();

    public JsonObject Build()
    {
        var paths = new JsonObject();
        foreach (var path in endpoints.GroupBy(PathOf).OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            paths[path.Key] = new JsonObject([.. path.SelectMany(endpoint => MethodsOf(endpoint).Select(method => KeyValuePair.Create(
                method,
                (JsonNode?)Operation(endpoint, method, path.Key))))]);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "BlazorTasks",
                ["version"] = TaskNode.ProductVersion,
                ["description"] = "Start, watch, answer and cancel long-running tasks. Errors are returned as problem " +
                    "details (application/problem+json)."
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = Schemas(),
                ["securitySchemes"] = new JsonObject
                {
                    [TokenScheme] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] = "The token of an external task, returned when it is started."
                    }
                },
            },
        };
    }

    /// <summary>Returns the schemas of the API and of the inputs of all definitions.</summary>
    private JsonObject Schemas()
    {
        var schemas = _schemas.Components;
        foreach (var definition in definitions.OrderBy(definition => definition.Name, StringComparer.Ordinal))
        {
            schemas[InputSchema.ComponentOf(definition)] = InputSchema.Of(definition);
        }

        return schemas;
    }

    /// <summary>Returns the path of an endpoint without parameter constraints, as required by OpenAPI.</summary>
    public static string PathOf(RouteEndpoint endpoint) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Part))));

    /// <summary>
    /// Returns the methods of an endpoint in lowercase. An endpoint for any method is a GET that is upgraded to a WebSocket;
    /// over HTTP/2 it is CONNECT, which OpenAPI does not support.
    /// </summary>
    public static IEnumerable<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
            ? methods.Where(method => !HttpMethods.IsConnect(method)).Select(method => method.ToLowerInvariant())
            : ["get"];

    private JsonObject Operation(RouteEndpoint endpoint, string method, string path)
    {
        var operation = new JsonObject
        {
            ["operationId"] = method + string.Concat(path.Split('/', '{', '}', '.', '_').Where(word => word.Length > 0
                && word != "api").Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
            ["summary"] = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            ["tags"] = new JsonArray([.. (endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags ?? ["About"]).Select(tag => (JsonNode)tag)]),
            ["parameters"] = new JsonArray([.. Parameters(endpoint, method)]),
            ["responses"] = Responses(endpoint),
        };
        if (endpoint.Metadata.GetOrderedMetadata<ApiEndpoints.Body>() is { Count: > 0 } bodies)
        {
            var body = RequestBody([.. bodies.Select(body => body.Type)]);
            if (endpoint.Metadata.GetMetadata<ApiEndpoints.FormBody>() is { } form)
            {
                body["content"]!["multipart/form-data"] = FilesBeside(form);
            }

            operation["requestBody"] = body;
        }

        if (endpoint.Metadata.GetMetadata<AcceptsTaskToken>() is not null)
        {
            operation["security"] = new JsonArray(new JsonObject { [TokenScheme] = new JsonArray() });
        }
        else if (endpoint.Metadata.GetMetadata<AcceptsClientToken>() is not null)
        {
            operation["security"] = new JsonArray(); // the token in the path
        }

        return operation;
    }

    private static IEnumerable<JsonObject> Parameters(RouteEndpoint endpoint, string method)
    {
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            var schema = new JsonObject { ["type"] = "string" };
            if (parameter.Name == "id")
            {
                schema["format"] = "uuid";
            }

            yield return new JsonObject { ["name"] = parameter.Name, ["in"] = "path", ["required"] = true, ["schema"] = schema };
        }

        foreach (var query in endpoint.Metadata.GetOrderedMetadata<QueryParameter>())
        {
            yield return new JsonObject
            {
                ["name"] = query.Name,
                ["in"] = "query",
                ["description"] = query.About,
                ["schema"] = new JsonObject { ["type"] = query.Type }
            };
        }

        if (method == "post")
        {
            yield return new JsonObject
            {
                ["name"] = Idempotency.Header,
                ["in"] = "header",
                ["description"] = "For 24 hours, another request with the same key returns the first response and has no effect.",
                ["schema"] = new JsonObject { ["type"] = "string", ["maxLength"] = StartOptions.MaxKeyLength },
            };
        }
    }

    private JsonObject RequestBody(IReadOnlyList<Type> types)
    {
        if (types[0] == typeof(Stream))
        {
            return Files();
        }

        var schema = types is [var only] ? _schemas.Of(only) : new JsonObject { ["oneOf"] = new JsonArray([.. types.Select(_schemas.Of)]) };
        var content = types is [var one] && one == typeof(string) ? "text/plain" : "application/json";
        return new JsonObject { ["required"] = true, ["content"] = new JsonObject { [content] = MediaType(schema, types[0]) } };
    }

    /// <summary>Describes file uploads: as multipart form data, or as the request body.</summary>
    private static JsonObject Files()
    {
        static JsonObject Binary() => new() { ["type"] = "string", ["format"] = "binary" };
        var form = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["file"] = new JsonObject { ["type"] = "array", ["items"] = Binary() } }
        };
        return new JsonObject
        {
            ["required"] = true,
            ["content"] = new JsonObject
            {
                ["multipart/form-data"] = new JsonObject { ["schema"] = form },
                ["application/octet-stream"] = new JsonObject { ["schema"] = Binary() }
            },
        };
    }

    /// <summary>Describes multipart form data: a part with JSON, and files in parts named after the fields of the form.</summary>
    private JsonObject FilesBeside(ApiEndpoints.FormBody form) => new()
    {
        ["schema"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [form.Part] = _schemas.Of(form.Type) },
            ["required"] = new JsonArray(form.Part),
            ["additionalProperties"] = new JsonObject
            {
                ["description"] = "A file, in a part named after a file field of the definition. Several for a field of several files.",
                ["type"] = "string",
                ["format"] = "binary",
            },
        },
        ["encoding"] = new JsonObject { [form.Part] = new JsonObject { ["contentType"] = "application/json" } },
    };

    private JsonObject Responses(RouteEndpoint endpoint)
    {
        var responses = new JsonObject();
        foreach (var status in endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .GroupBy(answer => answer.StatusCode)
            .OrderBy(status => status.Key))
        {
            var response = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(status.Key) };
            var contents = status.Where(answer => answer.Type is not null && answer.Type != typeof(void))
                .SelectMany(answer => answer.ContentTypes.DefaultIfEmpty("application/json").Select(type => (
                    Name: type,
                    Type: answer.Type!)))
                .DistinctBy(content => content.Name);
            var content = new JsonObject([.. contents.Select(one => KeyValuePair.Create(
                one.Name,
                (JsonNode?)MediaType(_schemas.Of(one.Type), one.Type == typeof(string) ? null : one.Type)))]);
            if (content.Count > 0)
            {
                response["content"] = content;
            }

            responses[status.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = response;
        }

        responses["default"] = new JsonObject
        {
            ["description"] = "The request was rejected",
            ["content"] = new JsonObject { ["application/problem+json"] = MediaType(_schemas.Of(typeof(ApiProblem)), null) },
        };
        return responses;
    }

    private static JsonObject MediaType(JsonNode schema, Type? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null && ApiExamples.Of(example) is { } shown)
        {
            media["example"] = shown;
        }

        return media;
    }

    private static string Part(RoutePatternPart part) => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    };
}
