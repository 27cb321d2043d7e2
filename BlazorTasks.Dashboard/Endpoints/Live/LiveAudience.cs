namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>The clients that are told what happens now: those of one task, and those of all that match their filter. Used under the hub's lock.</summary>
internal sealed class LiveAudience
{
    private readonly Dictionary<TaskId, List<LiveClient>> _ofOne = [];
    private readonly List<LiveClient> _ofAll = [];

    /// <summary>Whether somebody follows this one task.</summary>
    public bool Follows(TaskId task) => _ofOne.ContainsKey(task);

    /// <summary>Whether anybody may want to hear of a task.</summary>
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

    /// <summary>Offers a message to everyone whom it concerns.</summary>
    public void Tell(LiveMessage message)
    {
        if (_ofOne.TryGetValue(message.Task!.Id, out var clients))
        {
            clients.ForEach(client => client.Offer(message));
        }

        foreach (var client in _ofAll)
        {
            if (client.Filter.Matches(message))
            {
                client.Offer(message);
            }
        }
    }
}
