namespace BlazorTasks.Dashboard.Endpoints.OpenApi;

/// <summary>
/// Examples of request and response bodies. Responses are created with the production code, so they stay up to date.
/// </summary>
internal static class ApiExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 14, 0, 0, TimeSpan.Zero);

    private static readonly ApiTask Task = new()
    {
        Id = Guid.Parse("019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11"),
        Definition = "import-customers",
        Name = "Import customers",
        Label = "spring.csv",
        Owner = "anna",
        State = ApiTaskState.Running,
        Status = "Reading row 600",
        Progress = 50,
        Attempt = 1,
        MaxAttempts = 1,
        Tags = ["night"],
        Node = "web-1",
        CreatedAt = At,
        StartedAt = At.AddSeconds(1),
        LogLines = 12,
        Seq = 7,
    };

    private static readonly ApiKeyDetails Key = new("k3v9x2ma", "Nightly import", "anna", [ApiKeyScope.Read, ApiKeyScope.Start], At)
    {
        ExpiresAt = At.AddDays(90),
        LastUsedAt = At.AddHours(1),
        LastUsedFrom = "192.0.2.7",
    };
    private static readonly ApiNode Node = new(
        Guid.Parse("019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b12"),
        "web-1",
        ApiNodeState.Healthy,
        "web",
        4312,
        "0.1.0",
        At,
        At.AddMinutes(5),
        null,
        new ApiNodeLoad(Tasks: 3, Queued: 0, SlotsInUse: 2, Slots: 64, CpuBoundInUse: 1, CpuBound: 2, Cpu: 0.42));

    private static readonly ApiSchedule Schedule = new Schedule
    {
        Id = "nightly-import",
        Settings = new ScheduleSettings
        {
            Definition = "import-customers",
            Rule = new ScheduleRule { Cron = "0 3 * * MON-FRI", TimeZone = "Europe/Berlin" },
            Owner = "anna",
        },
        NextAt = At.AddHours(36),
        LastDueAt = At.AddHours(-12),
        CreatedAt = At,
        CreatedBy = "anna",
        ChangedAt = At,
        ChangedBy = "anna",
    }.ToApi();

    private static readonly Dictionary<Type, JsonNode?> ByType = new()
    {
        [typeof(ApiTask)] = Write(Task),
        [typeof(ApiTaskPage)] = Write(new ApiTaskPage([Task], "a.eyJ")),
        [typeof(ApiCall)] = Write(new ApiCall(Task.Id, ApiTaskState.Running, false, null, ExternalStart.DefaultHeartbeat)),
        [typeof(ApiPromptAnswer)] = Write(new ApiPromptAnswer(
            "1",
            ApiPromptStatus.Answered,
            JsonElement.Parse("true"),
            null,
            "anna",
            false,
            At.AddHours(24))),
        [typeof(ApiProblem)] = Write(new ApiProblem(
            "Conflict",
            409,
            "Import customers has already finished with the state Succeeded.")
        { Reason = "already_final" }),
        [typeof(ApiLogPage)] = Write(new ApiLogPage(
            [new ApiLogLine(1, At, Microsoft.Extensions.Logging.LogLevel.Information, "Opening spring.csv", 0)],
            1)),
        [typeof(ApiNodes)] = Write(new ApiNodes([Node], [])),
        [typeof(ApiNode)] = Write(Node),
        [typeof(ApiAuditPage)] = Write(new ApiAuditPage(
            [new ApiAuditEntry(
                812, At, "Anna Lind", ApiAuditAction.Cancel, Task.Id, "Import customers, spring.csv", null, "anna", "API key", "10.0.0.3")],
            null)),
        [typeof(ApiKeyDetails)] = Write(Key with { Key = "bt_k3v9x2ma_Q0r…" }),
        [typeof(ApiKeys)] = Write(new ApiKeys([Key])),
        [typeof(ApiTicket)] = Write(new ApiTicket("m7QF…", At.AddSeconds(30))),
        [typeof(KeysApi.ApiKeyRequest)] = JsonNode.Parse("""{"name":"Nightly import","scopes":["read","start"]}"""),
        [typeof(ApiSchedule)] = Write(Schedule),
        [typeof(ApiSchedules)] = Write(new ApiSchedules([Schedule])),
        [typeof(ApiOccurrences)] = Write(new ApiOccurrences([At, At.AddDays(1)])),
        [typeof(ScheduleRequest)] = JsonNode.Parse(
            """
            {
              "id": "nightly-import", "definition": "import-customers", "input": { "batch_size": 500 },
              "cron": "0 3 * * MON-FRI", "time_zone": "Europe/Berlin"
            }
            """),
        [typeof(PauseRequest)] = JsonNode.Parse("""{"until":"2026-12-01T00:00:00Z","reason":"Stocktaking"}"""),
        [typeof(ApiDefinition)] = Write(Definition()),
        [typeof(ApiDefinitions)] = Write(new ApiDefinitions([Definition()])),
        [typeof(ApiUploads)] = Write(new ApiUploads([new ApiUpload(
            "5f0c4e0a9d1b4c7e8a2d3f4b5c6d7e8f/spring.csv",
            "spring.csv",
            20_480,
            At.AddDays(7))])),
        [typeof(StartRequest)] = JsonNode.Parse("""{"definition":"import-customers","input":{"batch_size":500},"tags":["night"]}"""),
        [typeof(ExternalStartRequest)] = JsonNode.Parse(
            """{"external":true,"name":"Nightly backup","heartbeat":"00:01:00","tags":["cron"]}"""),
        [typeof(PriorityRequest)] = JsonNode.Parse("""{"priority":10}"""),
        [typeof(Answer)] = JsonNode.Parse("""{"value":true}"""),
        [typeof(ProgressRequest)] = JsonNode.Parse("""{"progress":40,"status":"Copying"}"""),
        [typeof(CompleteRequest)] = JsonNode.Parse("""{"result":{"files":3}}"""),
        [typeof(FailRequest)] = JsonNode.Parse("""{"error":"The disk is full"}"""),
        [typeof(PromptRequest)] = JsonNode.Parse(
            """{"title":"Overwrite the old backup?","yes":"Overwrite","no":"Keep","timeout":"01:00:00"}"""),
        [typeof(string)] = JsonValue.Create("Copying /etc\n<4>/etc/shadow cannot be read\n"),
    };

    /// <summary>Returns an example of a body, or null.</summary>
    public static JsonNode? Of(Type type) => ByType.GetValueOrDefault(type)?.DeepClone();

    private static ApiDefinition Definition() => new(
        "import-customers",
        "Import customers",
        "Reads a CSV file.",
        "Customers",
        [new ApiField("batch_size", ApiFieldType.Integer) { Required = true, Min = 1, Max = 10_000 }],
        1,
        ApiOnError.RetryAutomatically,
        null,
        false);

    private static JsonNode? Write<T>(T value) => JsonSerializer.SerializeToNode(value, ApiJson.Options);
}
