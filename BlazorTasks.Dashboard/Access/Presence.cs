using System.Data.Common;
using BlazorTasks.Cluster;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Tracks who has a page open, for tasks that are cancelled after their owner has left
/// (<see cref="TaskPolicy.CancelAfterOwnerLeaves"/>). A reload or a short connection loss does not count: what matters is how
/// long the last page has been closed, on all nodes.
/// </summary>
internal sealed class Presence(TaskMonitor monitor, PersonNames names, ITaskStore store, TimeProvider time) : IHostedService, IDisposable
{
    private const string Area = "presence";

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    /// <summary>Owners who have been absent for longer are forgotten.</summary>
    private static readonly TimeSpan MaxAbsence = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = [];
    private readonly Dictionary<string, long> _absentSince = [];
    private readonly SemaphoreSlim _checking = new(1);
    private readonly string _here = Guid.NewGuid().ToString();
    private ITimer? _timer;
    private bool _isShared;

    private ISharedState? Shared => store.Cluster?.State;

    /// <summary>Other nodes may have pages of the owners of tasks that run here.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _timer = store.Cluster is null ? null : NewTimer();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Opened(string person)
    {
        lock (_gate)
        {
            _open[person] = _open.GetValueOrDefault(person) + 1;
            _absentSince.Remove(person);
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
            _absentSince[person] = time.GetTimestamp();
            _timer ??= NewTimer();
        }
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Cancels the tasks of those who have been absent for long enough.</summary>
    internal async Task CheckAsync()
    {
        await _checking.WaitAsync();
        try
        {
            var elsewhere = Shared is { } shared ? await ShareAsync(shared) : [];
            foreach (var (person, absence) in Absent(elsewhere))
            {
                var whose = person == Person.Local.Id ? "" : $" of {names.Find(person) ?? person}";
                await monitor.CancelTasksOfAbsentOwnerAsync(
                    person,
                    absence,
                    $"the closing of the last page{whose} {Formats.Duration(absence)} ago");
            }
        }
        catch (DbException)
        {
            // who has a page on another node is not known at the moment
        }
        finally
        {
            _checking.Release();
        }
    }

    private ITimer NewTimer() => time.CreateTimer(_ => _ = CheckAsync(), null, CheckInterval, CheckInterval);

    /// <summary>Tells the other nodes who has a page here.</summary>
    /// <returns>Who has a page on another node.</returns>
    private async Task<IReadOnlyCollection<string>> ShareAsync(ISharedState shared)
    {
        List<string> here;
        lock (_gate)
        {
            here = [.. _open.Keys];
        }

        if (here.Count > 0)
        {
            await shared.PutAsync(Area, _here, JsonSerializer.SerializeToUtf8Bytes(here), 3 * CheckInterval, CancellationToken.None);
        }
        else if (_isShared)
        {
            await shared.RemoveAsync(Area, _here, CancellationToken.None);
        }

        _isShared = here.Count > 0;
        var others = await shared.ListAsync(Area, CancellationToken.None);
        return [.. others.Where(node => node.Key != _here)
            .SelectMany(node => JsonSerializer.Deserialize<List<string>>(node.Value.Span)!).Distinct()];
    }

    /// <summary>Returns who has been absent for how long. Those with a page on another node are absent from its closing on.</summary>
    private List<(string Person, TimeSpan Absence)> Absent(IReadOnlyCollection<string> elsewhere)
    {
        lock (_gate)
        {
            foreach (var person in elsewhere.Where(person => !_open.ContainsKey(person)))
            {
                _absentSince[person] = time.GetTimestamp();
            }

            foreach (var person in _absentSince.Where(one => time.GetElapsedTime(one.Value) > MaxAbsence).Select(one => one.Key).ToList())
            {
                _absentSince.Remove(person);
            }

            if (_absentSince.Count == 0 && store.Cluster is null)
            {
                _timer?.Dispose();
                _timer = null;
            }

            return [.. _absentSince.Where(one => !elsewhere.Contains(one.Key)).Select(one => (one.Key, time.GetElapsedTime(one.Value)))];
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
