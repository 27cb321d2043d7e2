namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// The clients that receive live messages: those of single tasks and those of all tasks that match a filter. Protected by the
/// hub's lock.
/// </summary>
internal sealed class LiveAudience
{
    private readonly Dictionary<TaskId, List<LiveClient>> _ofOne = [];
    private readonly List<LiveClient> _ofAll = [];

    /// <summary>Returns whether any client follows this single task.</summary>
    public bool Follows(TaskId task) => _ofOne.ContainsKey(task);

    /// <summary>Returns whether any client may be interested in a task.</summary>
    public bool Hears(TaskId task) => _ofAll.Count > 0 || Follows(task);

    public void Add(LiveClient client)
    {
        if (client.Task is not { } task)
        {
            _ofAll.Add(client);
        }
        else if (_ofOne.TryGetValue(task, out var clients))
        {
            clients.Add(client);
        }
        else
        {
            _ofOne[task] = [client];
        }
    }

    public void Remove(LiveClient client)
    {
        if (client.Task is not { } task)
        {
            _ofAll.Remove(client);
        }
        else if (_ofOne.TryGetValue(task, out var clients) && clients.Remove(client) && clients.Count == 0)
        {
            _ofOne.Remove(task);
        }
    }

    /// <summary>Offers a message to every interested client.</summary>
    public void Tell(LiveMessage message)
    {
        if (_ofOne.TryGetValue(message.Task!.Id, out var clients))
        {
            clients.ForEach(client => client.OfferIfReceived(message));
        }

        foreach (var client in _ofAll)
        {
            client.OfferIfReceived(message);
        }
    }
}
