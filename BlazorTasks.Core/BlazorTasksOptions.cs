namespace BlazorTasks;

/// <summary>Options for the engine. Bound from the configuration section "BlazorTasks" and validated at startup.</summary>
public sealed class BlazorTasksOptions
{
    /// <summary>The name that identifies this process among other nodes.</summary>
    /// <value>The default is the machine name.</value>
    [Required, StringLength(100)]
    public string Node { get; set; } = Environment.MachineName;

    /// <summary>
    /// Whether startup fails when a method marked with <see cref="MonitoredTaskAttribute"/> is not a valid definition.
    /// Otherwise the problem is logged and the definition is listed as unavailable, with the reason.
    /// </summary>
    /// <value>The default is false.</value>
    public bool StrictDefinitions { get; set; }

    /// <summary>
    /// The maximum number of tasks that run concurrently in this process, not counting <see cref="TaskPolicy.CpuBound"/>
    /// tasks. Further tasks wait in the queue.
    /// </summary>
    /// <value>The default is 64.</value>
    [Range(1, 100_000)]
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>The maximum number of <see cref="TaskPolicy.CpuBound"/> tasks that run concurrently in this process.</summary>
    /// <value>The default is two per processor.</value>
    [Range(1, 100_000)]
    public int MaxCpuBound { get; set; } = 2 * Environment.ProcessorCount;

    /// <summary>How long a task may take to stop after a cancellation request or a timeout before it is abandoned.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long finished tasks are retained in the history.</summary>
    /// <value>The default is 400 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan FinishedRetention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// How long audit entries (<see cref="TaskMonitor.AuditAsync"/>) are retained, including entries of tasks that have been
    /// removed from the history.
    /// </summary>
    /// <value>The default is 400 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>The maximum number of finished tasks in the history. The oldest are removed first.</summary>
    /// <value>The default is 1,000,000. The in-memory store retains at most 10,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxFinishedTasks { get; set; } = 1_000_000;

    /// <summary>
    /// How long a finished task remains in the list of active tasks. A failed task remains until it is dismissed or retried.
    /// </summary>
    /// <value>The default is 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan AutoDismissAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The maximum number of finished tasks in the list of active tasks.</summary>
    /// <value>The default is 100.</value>
    [Range(0, 1_000)]
    public int MaxJustFinished { get; set; } = 100;

    /// <summary>How long a shutdown waits for running tasks before they are marked as Interrupted.</summary>
    /// <value>The default is 25 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a command waits for the store before it is rejected because storage is unavailable.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The maximum number of events and log lines buffered while the store cannot be written. Beyond it, log lines are
    /// dropped and the number of dropped lines is logged. State changes are never dropped.
    /// </summary>
    /// <value>The default is 100,000.</value>
    [Range(100, int.MaxValue)]
    public int MaxUnwrittenEntries { get; set; } = 100_000;

    /// <summary>The maximum number of queued tasks. Further tasks are rejected.</summary>
    /// <value>The default is 10,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>The maximum size of an input, in bytes of JSON.</summary>
    /// <value>The default is 64 KB.</value>
    [Range(1, 16 * 1024 * 1024)]
    public int MaxInputBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// The maximum size of a result, in bytes of JSON. A task with a larger result fails with
    /// <see cref="TaskReason.ResultTooLarge"/>.
    /// </summary>
    /// <value>The default is 1 MB.</value>
    [Range(1, 64 * 1024 * 1024)]
    public int MaxResultBytes { get; set; } = 1024 * 1024;

    /// <summary>The maximum length of a log line, in characters. Longer lines are truncated and marked as such.</summary>
    /// <value>The default is 8,192.</value>
    [Range(80, 1024 * 1024)]
    public int MaxLineLength { get; set; } = 8 * 1024;

    /// <summary>
    /// The maximum average number of log lines per second and task, with bursts of up to four times as many. Excess lines are
    /// dropped and counted in the log.
    /// </summary>
    /// <value>The default is 5,000.</value>
    [Range(1, 1_000_000)]
    public int MaxLinesPerSecond { get; set; } = 5_000;

    /// <summary>
    /// The maximum number of log lines retained per task. When it is exceeded, the oldest tenth is dropped and counted in the
    /// log.
    /// </summary>
    /// <value>The default is 50,000.</value>
    [Range(1_000, 10_000_000)]
    public int MaxLinesKept { get; set; } = 50_000;

    /// <summary>
    /// The maximum length of an exception's message and of its stack trace, in characters. Longer texts are truncated and
    /// marked as such.
    /// </summary>
    /// <value>The default is 32,768.</value>
    [Range(200, 16 * 1024 * 1024)]
    public int MaxErrorText { get; set; } = 32 * 1024;

    /// <summary>
    /// The maximum length of a prompt's title, in characters. Exceeding this or any of the following limits throws an
    /// <see cref="ArgumentException"/> in the task.
    /// </summary>
    /// <value>The default is 200.</value>
    [Range(20, 10_000)]
    public int MaxPromptTitle { get; set; } = 200;

    /// <summary>The maximum length of a prompt's body, in characters.</summary>
    /// <value>The default is 8,192.</value>
    [Range(0, 1024 * 1024)]
    public int MaxPromptBody { get; set; } = 8 * 1024;

    /// <summary>The maximum number of fields in a prompt's form.</summary>
    /// <value>The default is 32.</value>
    [Range(1, 1_000)]
    public int MaxPromptFields { get; set; } = 32;

    /// <summary>The maximum number of choices in a prompt.</summary>
    /// <value>The default is 200.</value>
    [Range(1, 10_000)]
    public int MaxPromptChoices { get; set; } = 200;

    /// <summary>
    /// How long a prompt can be answered unless it specifies its own timeout (<see cref="PromptOptions.Timeout"/>).
    /// </summary>
    /// <value>The default is 24 hours.</value>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan PromptTimeout { get; set; } = PromptOptions.DefaultTimeout;

    /// <summary>The maximum time for which a prompt may stay open.</summary>
    /// <value>The default is 30 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan MaxPromptTimeout { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The maximum size of an answer, in bytes of JSON. A larger answer is rejected.</summary>
    /// <value>The default is 64 KB.</value>
    [Range(100, 16 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 64 * 1024;

    /// <summary>The directory for uploaded files.</summary>
    /// <value>The default is "blazortasks-uploads" in the system's temporary directory.</value>
    [Required]
    public string UploadFolder { get; set; } = Path.Combine(Path.GetTempPath(), "blazortasks-uploads");

    /// <summary>The maximum size of an uploaded file, in bytes.</summary>
    /// <value>The default is 20 MB.</value>
    [Range(1, long.MaxValue)]
    public long MaxUploadBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>
    /// How long uploaded files are retained. A file that belongs to a task is retained for as long as the task is unfinished
    /// or can be retried.
    /// </summary>
    /// <value>The default is 7 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan UploadRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The directory for files that tasks return as results.</summary>
    /// <value>The default is "blazortasks-results" in the system's temporary directory.</value>
    [Required]
    public string ResultFolder { get; set; } = Path.Combine(Path.GetTempPath(), "blazortasks-results");

    /// <summary>The maximum size of a result file, in bytes. A task that returns a larger file fails.</summary>
    /// <value>The default is 1 GB.</value>
    [Range(1, long.MaxValue)]
    public long MaxResultFileBytes { get; set; } = 1024L * 1024 * 1024;
}
