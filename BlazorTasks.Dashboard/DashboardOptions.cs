using System.ComponentModel.DataAnnotations;
using System.Reflection;
using BlazorTasks.Dashboard.Components.Layout;

namespace BlazorTasks.Dashboard;

/// <summary>Options for the dashboard. Bound from the configuration section "BlazorTasks".</summary>
public sealed class DashboardOptions
{
    /// <summary>The name of this installation, displayed next to the product name.</summary>
    /// <value>The default is no name.</value>
    [StringLength(60)]
    public string? Title { get; set; }

    /// <summary>The theme of the dashboard, light and dark. The colors of task states are not affected.</summary>
    /// <value>The default is the built-in theme. Can only be set in code.</value>
    public MudTheme? Theme { get; set; }

    /// <summary>Whether the dashboard is laid out from right to left. Logs, code and IDs stay left to right.</summary>
    /// <value>The default is false.</value>
    public bool RightToLeft { get; set; }

    /// <summary>
    /// The roles that make someone an administrator: values of role claims, or "claim=value" for any other claim, such as
    /// "groups=task-admins". See docs/embedding-auth.md.
    /// </summary>
    /// <value>The default is none: nobody is an administrator, except without an authorization policy.</value>
    public IList<string> AdminRoles { get; } = [];

    /// <summary>The roles that make someone an operator, who starts tasks and manages their own.</summary>
    /// <value>The default is none. See <see cref="DefaultRole"/>.</value>
    public IList<string> OperatorRoles { get; } = [];

    /// <summary>The roles that make someone a viewer, who only views their own tasks.</summary>
    /// <value>The default is none. See <see cref="DefaultRole"/>.</value>
    public IList<string> ViewerRoles { get; } = [];

    /// <summary>The role of people whom the authorization policy admits and who have none of the roles above.</summary>
    /// <value>
    /// The default is <see cref="TaskRole.Operator"/>: everyone starts tasks, and only sees their own. Null means no access.
    /// </value>
    public TaskRole? DefaultRole { get; set; } = TaskRole.Operator;

    /// <summary>Whether operators see the tasks of everyone. They still only change their own.</summary>
    /// <value>The default is false.</value>
    public bool OperatorsSeeAllTasks { get; set; }

    /// <summary>The claim with the stable, unique id of a person, under which they own tasks.</summary>
    /// <value>The default is the name identifier or "sub" and, without either, the name.</value>
    public string? PersonIdClaim { get; set; }

    /// <summary>The claim with the display name of a person.</summary>
    /// <value>The default is the name of the identity, "name", "preferred_username" or the email address.</value>
    public string? PersonNameClaim { get; set; }

    /// <summary>
    /// Returns a user as of now, with their current claims, or null if they may no longer enter. Called for each request and
    /// command, and every 60 seconds for open pages and streams, so that withdrawn rights end without a new sign-in. Can only
    /// be set in code.
    /// </summary>
    /// <value>The default is null: rights last as long as the sign-in.</value>
    public Func<ClaimsPrincipal, IServiceProvider, ValueTask<ClaimsPrincipal?>>? RefreshUser { get; set; }

    /// <summary>The URL of the page on which people manage their account, linked with their name in the app bar.</summary>
    /// <value>The default is none: their name is not shown.</value>
    public string? AccountUrl { get; set; }

    /// <summary>
    /// The URL to which the button <i>Sign out</i> of the app bar sends a POST. It has no antiforgery token: check its
    /// <c>Origin</c>, or use a cookie with <c>SameSite=Strict</c>.
    /// </summary>
    /// <value>The default is none: there is no such button.</value>
    public string? SignOutUrl { get; set; }

    /// <summary>Pages of the application that are shown within the dashboard: their assembly, and their links.</summary>
    internal (Assembly Assembly, IReadOnlyList<NavigationItem> Links)? Pages { get; set; }

    /// <summary>
    /// An API key with all rights, for automation, such as the creation of other keys. With it, and without an authorization
    /// policy, everyone needs an API key, also on this computer.
    /// </summary>
    /// <value>The default is none. At least 32 characters.</value>
    [StringLength(200, MinimumLength = 32, ErrorMessage = "BlazorTasks:BootstrapKey must have 32 to 200 characters.")]
    public string? BootstrapKey { get; set; }

    /// <summary>
    /// Additional origins whose pages may send commands, such as "https://tasks.example.com" if a proxy changes the scheme or
    /// host.
    /// </summary>
    /// <value>The default is none: only pages of this dashboard may send commands.</value>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The maximum number of tasks that a person or an API key may start per minute, a third of them at once. Further ones are
    /// rejected with 429. The limits per minute apply to each process, and not to the person of a computer without sign-in.
    /// </summary>
    /// <value>The default is 30.</value>
    [Range(1, 1_000_000)]
    public int MaxStartsPerMinute { get; set; } = 30;

    /// <summary>The same for commands, such as cancelling and answering. An action on many tasks is not limited.</summary>
    /// <value>The default is 300.</value>
    [Range(1, 1_000_000)]
    public int MaxCommandsPerMinute { get; set; } = 300;

    /// <summary>The same for uploaded files.</summary>
    /// <value>The default is 300.</value>
    [Range(1, 1_000_000)]
    public int MaxUploadsPerMinute { get; set; } = 300;

    /// <summary>The same for opening event streams and WebSockets.</summary>
    /// <value>The default is 600.</value>
    [Range(1, 1_000_000)]
    public int MaxStreamsPerMinute { get; set; } = 600;

    /// <summary>The same for reading by the API.</summary>
    /// <value>The default is 300.</value>
    [Range(1, 1_000_000)]
    public int MaxReadsPerMinute { get; set; } = 300;

    /// <summary>
    /// The maximum number of event streams and WebSockets of the API per person. Further ones are rejected with 429.
    /// </summary>
    /// <value>The default is 20.</value>
    [Range(1, 100_000)]
    public int MaxStreamsPerPerson { get; set; } = 20;

    /// <summary>
    /// The maximum number of event streams and WebSockets of the API in this process. Further ones are rejected with 503.
    /// </summary>
    /// <value>The default is 2,000.</value>
    [Range(1, 100_000)]
    public int MaxStreams { get; set; } = 2_000;

    /// <summary>
    /// The maximum number of pending messages per client of a stream or WebSocket. A client that falls further behind is
    /// disconnected with 1013 "slow_consumer".
    /// </summary>
    /// <value>The default is 1,000.</value>
    [Range(10, 1_000_000)]
    public int MaxQueuedMessages { get; set; } = 1_000;

    /// <summary>
    /// The maximum size of pending messages per client of a stream or WebSocket, in bytes, beyond which it is disconnected.
    /// The last message may exceed it.
    /// </summary>
    /// <value>The default is 1 MB.</value>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a client of a stream or WebSocket may take to accept a message before it is disconnected.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StreamSendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The keep-alive interval of streams and WebSockets, and how long a client may take to confirm a keep-alive.
    /// </summary>
    /// <value>The default is 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StreamKeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The maximum size of a WebSocket frame from a client, in bytes. A larger frame closes the connection with 1009.
    /// </summary>
    /// <value>The default is 16 KB.</value>
    [Range(256, 16 * 1024 * 1024)]
    public int MaxFrameBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// The maximum number of WebSocket frames per second from a client. Exceeding it closes the connection with 1008.
    /// </summary>
    /// <value>The default is 20.</value>
    [Range(1, 100_000)]
    public int MaxFramesPerSecond { get; set; } = 20;

    /// <summary>The maximum size of a request body of the API, in bytes. A larger one is rejected with 413.</summary>
    /// <value>The default is 256 KB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// The timeout of API requests, except streams and long polls. A request that takes longer is aborted with 504.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum number of open pages (circuits) of this process. Further ones get an explanatory page with 503.
    /// </summary>
    /// <value>The default is 500.</value>
    [Range(1, 1_000_000)]
    public int MaxCircuits { get; set; } = 500;
}
