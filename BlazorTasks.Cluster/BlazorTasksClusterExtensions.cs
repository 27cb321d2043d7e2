using BlazorTasks.Cluster.Storage;
using BlazorTasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTasks;

/// <summary>Keeps tasks in PostgreSQL.</summary>
public static class BlazorTasksClusterExtensions
{
    /// <summary>
    /// Keeps the history in PostgreSQL 13 or newer, such as "Host=db;Database=app;Username=app;Password=…": in a schema of
    /// its own, "blazor_tasks" unless Search Path names another.
    /// </summary>
    /// <exception cref="TaskStoreException">The connection string cannot be read.</exception>
    public static BlazorTasksBuilder UsePostgres(this BlazorTasksBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        builder.Services.Replace(ServiceDescriptor.Singleton<ITaskStore>(_ => new PostgresTaskStore(connectionString)));
        return builder;
    }
}
