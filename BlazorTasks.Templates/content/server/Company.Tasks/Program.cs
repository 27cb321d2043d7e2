using BlazorTasks;
using Microsoft.AspNetCore.DataProtection;

var builder = WebApplication.CreateBuilder(args);
var data = Directory.CreateDirectory(Path.Combine(builder.Environment.ContentRootPath, builder.Configuration["Data"] ?? "App_Data"));
builder.Services.AddDataProtection().SetApplicationName("Company.Tasks").PersistKeysToFileSystem(data.CreateSubdirectory("keys"));
builder.Services.AddBlazorTasks()
    .UseSqlite($"Data Source={Path.Combine(data.FullName, "tasks.db")}")
    .Configure(options => options.UploadFolder = Path.Combine(data.FullName, "uploads"))
    .AddTasksFrom(typeof(Program).Assembly);

var app = builder.Build();
app.MapBlazorTasksHealth();
app.MapBlazorTasks("/"); // Requests from this computer only, until you add a sign-in and .RequireAuthorization().
await app.RunAsync();
