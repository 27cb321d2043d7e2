namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>Replaces a section that failed, with a number that identifies the error in the server log.</summary>
public sealed partial class PageSectionError
{
    private readonly string _number = Guid.NewGuid().ToString("N")[..8];

    /// <summary>The error. It is logged, not shown.</summary>
    [Parameter, EditorRequired]
    public Exception Error { get; set; } = default!;

    /// <summary>Renders the section again.</summary>
    [Parameter, EditorRequired]
    public Action Again { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized() => LogPartFailed(Log, Error, _number);

    [LoggerMessage(Level = LogLevel.Error, Message = "A section of the dashboard failed to render ({Number})")]
    private static partial void LogPartFailed(ILogger log, Exception error, string number);
}
