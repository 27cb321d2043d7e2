using System.Net.Http.Json;

// The server and its database under Aspire: dotnet run --project samples/AppHost (needs a container engine for PostgreSQL).
var builder = DistributedApplication.CreateBuilder(args);

var database = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("Tasks");

var tasks = builder.AddProject<Projects.BlazorTasks_App>("tasks")
    .WithReference(database)
    .WaitFor(database)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health/ready")
    .WithUrlForEndpoint("http", url => url.DisplayText = "Tasks")
    .WithUrlForEndpoint("http", _ => new() { Url = "/inbox", DisplayText = "Questions" })
    .WithHttpCommand("/api/tasks", "Send a newsletter", commandOptions: new()
    {
        Description = "Starts a task that asks a question before it sends.",
        PrepareRequest = call =>
        {
            call.Request.Content = JsonContent.Create(new { definition = "send-a-newsletter" });
            return Task.CompletedTask;
        },
    });

// The settings of the server have an address, which counts more than ASPNETCORE_URLS.
var endpoint = tasks.GetEndpoint("http");
tasks.WithEnvironment("Urls", ReferenceExpression.Create($"http://127.0.0.1:{endpoint.Property(EndpointProperty.TargetPort)}"));

await builder.Build().RunAsync();
