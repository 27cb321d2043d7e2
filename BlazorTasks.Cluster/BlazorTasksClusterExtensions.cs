using BlazorTasks.Cluster.Storage;
using BlazorTasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTasks;

/// <summary>Configures PostgreSQL as the store.</summary>
public static class BlazorTasksClusterExtensions
{
    /// <summary>
    /// Stores the history in PostgreSQL 13 or later, with a connection string such as
    /// "Host=db;Database=app;Username=app;Password=…". Uses its own schema: "blazor_tasks", unless Search Path specifies
    /// another.
    /// </summary>
    /// <exception cref="TaskStoreException">The connection string is invalid.</exception>
    public static BlazorTasksBuilder UsePostgres(this BlazorTasksBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        builder.Services.Replace(ServiceDescriptor.Singleton<ITaskStore>(_ => new PostgresTaskStore(connectionString)));
        return builder;
    }
}
