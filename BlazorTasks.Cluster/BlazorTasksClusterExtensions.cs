using BlazorTasks.Cluster.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BlazorTasks;

/// <summary>Configures PostgreSQL as the store.</summary>
public static class BlazorTasksClusterExtensions
{
    /// <summary>
    /// Stores the history in PostgreSQL 13 or later, with a connection string such as
    /// "Host=db;Database=app;Username=app;Password=…". Uses its own schema: "blazor_tasks", unless Search Path specifies
    /// another.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="configure">Configures how several processes work together on the database.</param>
    /// <exception cref="TaskStoreException">The connection string is invalid.</exception>
    public static BlazorTasksBuilder UsePostgres(
        this BlazorTasksBuilder builder,
        string connectionString,
        Action<PostgresClusterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var options = builder.Services.AddOptions<PostgresClusterOptions>().BindConfiguration("BlazorTasks:Cluster")
            .ValidateDataAnnotations();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.AddSharedKeys();
        builder.Services.Replace(ServiceDescriptor.Singleton<ITaskStore>(services => new PostgresTaskStore(
            connectionString,
            services.GetRequiredService<IOptions<PostgresClusterOptions>>().Value,
            services.GetService<ILoggerFactory>())));
        return builder;
    }
}
