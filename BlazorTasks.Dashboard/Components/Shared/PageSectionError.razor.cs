using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>Stands where a part of the page failed, with a number that finds the cause in the server's log.</summary>
public sealed partial class PageSectionError
{
    private readonly string _number = Guid.NewGuid().ToString("N")[..8];

    /// <summary>What went wrong. It goes to the log, not to the page.</summary>
    [Parameter, EditorRequired]
    public Exception Error { get; set; } = default!;

    /// <summary>Shows the part again.</summary>
    [Parameter, EditorRequired]
    public Action Again { get; set; } = default!;

    [Inject]
    private ILogger<PageSectionError> Log { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized() => LogPartFailed(Log, Error, _number);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of the dashboard could not be shown ({Number})")]
    private static partial void LogPartFailed(ILogger log, Exception error, string number);
}
