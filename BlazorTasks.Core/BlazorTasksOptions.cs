using System.ComponentModel.DataAnnotations;

namespace BlazorTasks;

/// <summary>How the engine works. Bound from the section "BlazorTasks" of the configuration and checked at start.</summary>
public sealed class BlazorTasksOptions
{
    /// <summary>The name of this process among others.</summary>
    /// <value>The default is the machine's name.</value>
    [Required, StringLength(100)]
    public string Node { get; set; } = Environment.MachineName;

    /// <summary>Whether one method with <see cref="MonitoredTaskAttribute"/> that cannot be started keeps the program from starting. Otherwise it is logged, and shown as unavailable with the reason.</summary>
    /// <value>The default is false.</value>
    public bool StrictDefinitions { get; set; }

    /// <summary>How many tasks run at once in this process, those that are <see cref="TaskPolicy.CpuBound"/> aside; others wait in the queue.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 100_000)]
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>How many <see cref="TaskPolicy.CpuBound"/> tasks run at once in this process.</summary>
    /// <value>The default is two for each processor.</value>
    [Range(1, 100_000)]
    public int MaxCpuBound { get; set; } = 2 * Environment.ProcessorCount;

    /// <summary>How long a task that was asked to stop, or whose time is over, may take before it is no longer waited for.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long finished tasks are kept in the history.</summary>
    /// <value>The default is 400 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan FinishedRetention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long it is kept who did what (<see cref="TaskMonitor.AuditAsync"/>), also of tasks that are no longer in the history.</summary>
    /// <value>The default is 400 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How many finished tasks are kept in the history; the oldest go first.</summary>
    /// <value>The default is 1,000,000; the in-memory store keeps at most 10,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxFinishedTasks { get; set; } = 1_000_000;

    /// <summary>How long a finished task stays among the active ones. A failed one stays until it is dismissed or retried.</summary>
    /// <value>The default is 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan AutoDismissAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many finished tasks stay among the active ones at the most.</summary>
    /// <value>The default is 100.</value>
    [Range(0, 1_000)]
    public int MaxJustFinished { get; set; } = 100;

    /// <summary>How long a shutdown waits for running tasks before they become Interrupted.</summary>
    /// <value>The default is 25 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a command waits for the store before it is told that the store is unavailable.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many events and log lines may wait for the store while it cannot be written. Beyond it log lines are dropped and counted in the log; what changes a task is never dropped.</summary>
    /// <value>The default is 100,000.</value>
    [Range(100, int.MaxValue)]
    public int MaxUnwrittenEntries { get; set; } = 100_000;

    /// <summary>How many tasks may wait in the queue. More are refused.</summary>
    /// <value>The default is 10,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>The largest input, in bytes of JSON.</summary>
    /// <value>The default is 64 KB.</value>
    [Range(1, 16 * 1024 * 1024)]
    public int MaxInputBytes { get; set; } = 64 * 1024;

    /// <summary>The largest result, in bytes of JSON. A task with a larger one fails with <see cref="TaskReason.ResultTooLarge"/>.</summary>
    /// <value>The default is 1 MB.</value>
    [Range(1, 64 * 1024 * 1024)]
    public int MaxResultBytes { get; set; } = 1024 * 1024;

    /// <summary>The longest log line, in characters. Longer ones are cut and say so.</summary>
    /// <value>The default is 8,192.</value>
    [Range(80, 1024 * 1024)]
    public int MaxLineLength { get; set; } = 8 * 1024;

    /// <summary>How many log lines a task may write a second on average; a burst may be four times as many. More are dropped and counted in the log.</summary>
    /// <value>The default is 5,000.</value>
    [Range(1, 1_000_000)]
    public int MaxLinesPerSecond { get; set; } = 5_000;

    /// <summary>How many log lines of a task are kept. When more come the oldest tenth is dropped, and counted in the log.</summary>
    /// <value>The default is 50,000.</value>
    [Range(1_000, 10_000_000)]
    public int MaxLinesKept { get; set; } = 50_000;

    /// <summary>The longest message and the longest stack of an exception that are kept, in characters. Longer ones are cut and say so.</summary>
    /// <value>The default is 32,768.</value>
    [Range(200, 16 * 1024 * 1024)]
    public int MaxErrorText { get; set; } = 32 * 1024;

    /// <summary>The longest title of a question, in characters. A task that asks with a longer one is told so by an <see cref="ArgumentException"/>, as for the limits that follow.</summary>
    /// <value>The default is 200.</value>
    [Range(20, 10_000)]
    public int MaxPromptTitle { get; set; } = 200;

    /// <summary>The longest body of a question, in characters.</summary>
    /// <value>The default is 8,192.</value>
    [Range(0, 1024 * 1024)]
    public int MaxPromptBody { get; set; } = 8 * 1024;

    /// <summary>The most fields of a question's form.</summary>
    /// <value>The default is 32.</value>
    [Range(1, 1_000)]
    public int MaxPromptFields { get; set; } = 32;

    /// <summary>The most things to choose from in a question.</summary>
    /// <value>The default is 200.</value>
    [Range(1, 10_000)]
    public int MaxPromptChoices { get; set; } = 200;

    /// <summary>How long a question can be answered unless it says something else (<see cref="PromptOptions.Timeout"/>).</summary>
    /// <value>The default is 24 hours.</value>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan PromptTimeout { get; set; } = PromptOptions.DefaultTimeout;

    /// <summary>The longest time that a question may stay open.</summary>
    /// <value>The default is 30 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan MaxPromptTimeout { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The largest answer to a question, in bytes of JSON. A larger one is refused.</summary>
    /// <value>The default is 64 KB.</value>
    [Range(100, 16 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 64 * 1024;

    /// <summary>The folder for uploaded files.</summary>
    /// <value>The default is "blazortasks-uploads" in the system's temporary folder.</value>
    [Required]
    public string UploadFolder { get; set; } = Path.Combine(Path.GetTempPath(), "blazortasks-uploads");

    /// <summary>The largest file that may be uploaded, in bytes.</summary>
    /// <value>The default is 20 MB.</value>
    [Range(1, long.MaxValue)]
    public long MaxUploadBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>How long uploaded files are kept.</summary>
    /// <value>The default is 7 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan UploadRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The folder for files that are results of tasks.</summary>
    /// <value>The default is "blazortasks-results" in the system's temporary folder.</value>
    [Required]
    public string ResultFolder { get; set; } = Path.Combine(Path.GetTempPath(), "blazortasks-results");

    /// <summary>The largest file that may be a result, in bytes. A task with a larger one fails.</summary>
    /// <value>The default is 1 GB.</value>
    [Range(1, long.MaxValue)]
    public long MaxResultFileBytes { get; set; } = 1024L * 1024 * 1024;
}
