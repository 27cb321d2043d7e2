namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>A page whose content is read once, although it is rendered twice: while prerendering and by its circuit.</summary>
/// <typeparam name="TContent">What the page reads.</typeparam>
public abstract class LivePage<TContent> : DashboardComponent
    where TContent : class
{
    /// <summary>The token of what was read while prerendering (<see cref="FirstReads"/>).</summary>
    [PersistentState]
    public string? FirstRead { get; set; }

    [Inject]
    private FirstReads FirstReads { get; set; } = default!;

    /// <summary>Reads the content; null when it has to be read again.</summary>
    protected abstract Task<TContent?> ReadAsync();

    /// <summary>Shows content.</summary>
    protected abstract Task ShowAsync(TContent content);

    /// <summary>Whether content read while prerendering is what this circuit would read.</summary>
    protected virtual bool Fits(TContent content) => true;

    /// <inheritdoc />
    protected override async Task FirstRefreshAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            await TakeOverAsync();
            return;
        }

        var read = FirstReads.Begin(Access, Concerns);
        if (await ReadAsync() is { } content)
        {
            await ShowAsync(content);
            FirstRead = FirstReads.Keep(read, content);
        }
        else
        {
            read.Dispose();
            await RefreshAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        if (await ReadAsync() is { } content)
        {
            await ShowAsync(content);
        }
        else
        {
            RefreshSoon();
        }
    }

    private async Task TakeOverAsync()
    {
        using var first = FirstReads.Take(FirstRead, Access.Person);
        FirstRead = null;
        if (first?.Content is not TContent content || !Fits(content))
        {
            await RefreshAsync();
            return;
        }

        await ShowAsync(content);
        if (first.IsStale)
        {
            RefreshSoon();
        }
    }
}
