using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Tracks who has a page open in this process, for tasks that are cancelled when their owner is gone
/// (<see cref="TaskPolicy.CancelWhenOwnerGone"/>). A reload or a short connection loss does not count: what matters is how
/// long the last page has been closed.
/// </summary>
internal sealed class Presence(TaskMonitor monitor, PersonNames names, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Owners who have been gone for longer are forgotten.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = [];
    private readonly Dictionary<string, long> _gone = [];
    private ITimer? _timer;

    public void Opened(string person)
    {
        lock (_gate)
        {
            _open[person] = _open.GetValueOrDefault(person) + 1;
            _gone.Remove(person);
        }
    }

    public void Closed(string person)
    {
        lock (_gate)
        {
            if (--_open[person] > 0)
            {
                return;
            }

            _open.Remove(person);
            _gone[person] = time.GetTimestamp();
            _timer ??= time.CreateTimer(_ => _ = CancelLeftAsync(), null, Look, Look);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private async Task CancelLeftAsync()
    {
        foreach (var (person, gone) in Gone())
        {
            var whose = person == Person.Local.Id ? "" : $" of {names.Find(person) ?? person}";
            await monitor.CancelLeftAsync(person, gone, $"the closing of the last page{whose} {Formats.Duration(gone)} ago");
        }
    }

    private List<(string Person, TimeSpan Gone)> Gone()
    {
        lock (_gate)
        {
            foreach (var person in _gone.Where(one => time.GetElapsedTime(one.Value) > Longest).Select(one => one.Key).ToList())
            {
                _gone.Remove(person);
            }

            if (_gone.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }

            return [.. _gone.Select(one => (one.Key, time.GetElapsedTime(one.Value)))];
        }
    }
}

/// <summary>Reports the page that its circuit renders.</summary>
internal sealed class PageCircuit(Presence presence, CircuitLimiter seats, Viewer viewer) : CircuitHandler
{
    private string? _person;
    private IDisposable? _seat;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _seat = seats.Take();
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _seat?.Dispose();
        return Task.CompletedTask;
    }

    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (await viewer.IdentifyAsync())
        {
            presence.Opened(_person = viewer.Person.Id);
        }
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_person is { } person)
        {
            presence.Closed(person);
            _person = null;
        }

        return Task.CompletedTask;
    }
}
