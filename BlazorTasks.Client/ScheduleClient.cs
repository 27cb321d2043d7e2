using System.Globalization;
using System.Net.Http.Headers;

namespace BlazorTasks.Client;

/// <summary>Creates, changes, pauses and runs schedules. See <see cref="BlazorTasksClient.Schedules"/>.</summary>
public sealed class ScheduleClient
{
    private readonly BlazorTasksClient _client;

    internal ScheduleClient(BlazorTasksClient client) => _client = client;

    /// <summary>Returns all schedules, by id.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public async Task<IReadOnlyList<ApiSchedule>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _client.SendAsync<ApiSchedules>(HttpMethod.Get, "/schedules", null, null, cancellationToken).ConfigureAwait(false)).Items;

    /// <summary>Returns a schedule.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiSchedule> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiSchedule>(HttpMethod.Get, PathOf(id), null, null, cancellationToken);

    /// <summary>Creates a schedule.</summary>
    /// <param name="settings">An object whose members become snake_case fields:
    /// <c>new { Id = "nightly", Definition = "import-customers", Cron = "0 3 * * *", TimeZone = "Europe/Berlin" }</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiSchedule> CreateAsync(object settings, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiSchedule>(HttpMethod.Post, "/schedules", settings, null, cancellationToken);

    /// <summary>Changes a schedule.</summary>
    /// <param name="id">The id.</param>
    /// <param name="changes">An object with the members to change.</param>
    /// <param name="edition">The <see cref="ApiSchedule.Edition"/> that the change is based on, or null to overwrite any.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiSchedule> UpdateAsync(string id, object changes, long? edition = null, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiSchedule>(HttpMethod.Patch, PathOf(id), changes, TagOf(edition), cancellationToken);

    /// <summary>Deletes a schedule. Its tasks stay in the history.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task DeleteAsync(string id, long? edition = null, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiSchedule>(HttpMethod.Delete, PathOf(id), null, TagOf(edition), cancellationToken);

    /// <summary>Pauses a schedule.</summary>
    /// <param name="id">The id.</param>
    /// <param name="until">When it resumes by itself, or null if it does not.</param>
    /// <param name="reason">Why, for those who see it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiSchedule> PauseAsync(
        string id,
        DateTimeOffset? until = null,
        string? reason = null,
        CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiSchedule>(HttpMethod.Post, PathOf(id) + "/pause", new { until, reason }, null, cancellationToken);

    /// <summary>Resumes a paused schedule at its next occurrence.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiSchedule> ResumeAsync(string id, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiSchedule>(HttpMethod.Post, PathOf(id) + "/resume", new { }, null, cancellationToken);

    /// <summary>Runs a schedule now, out of turn, and returns the task.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiTask> RunAsync(string id, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiTask>(HttpMethod.Post, PathOf(id) + "/run", new { }, null, cancellationToken);

    /// <summary>Skips the next occurrence.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiSchedule> SkipNextAsync(string id, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiSchedule>(HttpMethod.Post, PathOf(id) + "/skip", new { }, null, cancellationToken);

    /// <summary>Returns the due times from one time to another, at most 1,000.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public async Task<IReadOnlyList<DateTimeOffset>> OccurrencesAsync(
        string id,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken = default) =>
        (await _client.SendAsync<ApiOccurrences>(
            HttpMethod.Get,
            $"{PathOf(id)}/occurrences?from={TimeOf(from)}&to={TimeOf(to)}",
            null,
            null,
            cancellationToken).ConfigureAwait(false)).Items;

    private static string PathOf(string id) => $"/schedules/{Uri.EscapeDataString(id)}";

    private static string TimeOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static EntityTagHeaderValue? TagOf(long? edition) =>
        edition is { } number ? new($"\"{number.ToString(CultureInfo.InvariantCulture)}\"") : null;
}
