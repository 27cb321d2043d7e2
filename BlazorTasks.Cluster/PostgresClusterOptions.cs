using System.ComponentModel.DataAnnotations;

namespace BlazorTasks;

/// <summary>How several processes (nodes) work on one PostgreSQL database.</summary>
public sealed class PostgresClusterOptions
{
    /// <summary>
    /// How long a node may be out of contact with the database before the others take over its tasks. The node itself stops
    /// its tasks a quarter of this time earlier. A longer time tolerates longer outages of the database, and detects frozen
    /// nodes later; the end of a process is detected within seconds anyway.
    /// </summary>
    /// <value>The default is 8 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The same while no other node is alive. It is longer, because nobody waits for the tasks, so that an outage of the
    /// database does not stop them. <see cref="LeaseDuration"/> applies if it is longer.
    /// </summary>
    /// <value>The default is 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseDurationAlone { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether uploads and the files of results are stored in the database, so that every node can read them. Otherwise the
    /// nodes must share <see cref="BlazorTasksOptions.UploadFolder"/> and <see cref="BlazorTasksOptions.ResultFolder"/>.
    /// </summary>
    /// <value>The default is true.</value>
    public bool FilesInDatabase { get; set; } = true;

    /// <summary>
    /// How nodes reach each other besides the database. Everything works through the database alone as well, more slowly. Nothing
    /// of a link is loaded or listens as long as there is one node only.
    /// </summary>
    /// <value>The default is <see cref="ClusterLink.Orleans"/>.</value>
    public ClusterLink Link { get; set; } = ClusterLink.Orleans;

    /// <summary>
    /// The IP address at which other nodes reach this one, such as "10.0.0.5"; with a port, "10.0.0.5:30111", if that is another one
    /// than <see cref="LinkPort"/>. By default, that of POD_IP if it is set, or else the local address from which the database is
    /// reached.
    /// </summary>
    public string? LinkAddress { get; set; }

    /// <summary>The port at which this node listens to other nodes, or 0 for a free one.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 65_535)]
    public int LinkPort { get; set; }

    /// <summary>Gets how often the lease is renewed: eight times per lease.</summary>
    internal TimeSpan RenewInterval => LeaseDuration / 8;

    /// <summary>Gets the same while no other node is alive: a node that joins asks for the next renewal.</summary>
    internal TimeSpan RenewIntervalAlone => 3 * RenewInterval;

    /// <summary>Gets how long the lease lasts.</summary>
    internal TimeSpan LengthOf(bool isAlone) => isAlone && LeaseDurationAlone > LeaseDuration ? LeaseDurationAlone : LeaseDuration;
}

/// <summary>How nodes reach each other besides the database.</summary>
public enum ClusterLink
{
    /// <summary>Not at all: everything goes through the database.</summary>
    None,

    /// <summary>By Microsoft Orleans, in each process, encrypted: commands and live updates take the direct way.</summary>
    Orleans,
}
