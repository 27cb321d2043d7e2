using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BlazorTasks;

namespace Shop.Tasks;

/// <summary>The long-running work of the shop.</summary>
public sealed class OrderTasks(TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(120);

    [MonitoredTask("Export my orders", Description = "Writes all orders of a year into one file.")]
    public async Task<string> ExportOrdersAsync(int year, TaskContext task)
    {
        task.Log($"Looking for the orders of {year}");
        await foreach (var order in task.Track(OrdersAsync(), total: 80))
        {
            task.Report($"Order {order} of 80");
            if (order % 20 == 0)
            {
                task.Log($"{order} orders written");
            }
        }

        return $"orders-{year}.csv";
    }

    [MonitoredTask("Return an order", Description = "Asks what is wrong, then books the return.")]
    public async Task<string> ReturnOrderAsync(string order, TaskContext task)
    {
        task.Report(20, "Looking up the order");
        task.Log($"Order {order} was delivered nine days ago");
        var reason = await task.AskAsync<ReturnReason>($"Why do you return order {order}?");
        task.Report(60, "Booking the pick-up");
        task.Log($"Reason: {reason.Reason}");
        await Task.Delay(Pace * 10, time, task.CancellationToken);
        var isPickedUp = await task.ConfirmAsync("Shall we pick the parcel up at your door?",
            new() { Yes = "Pick it up", No = "I will bring it" });
        return isPickedUp ? "A courier comes tomorrow." : "The label is in your mail.";
    }

    [MonitoredTask("Check a gift card", Description = "Asks the bank, which does not always answer.")]
    public async Task CheckGiftCardAsync(string number, TaskContext task)
    {
        task.Report("Asking the bank");
        await Task.Delay(Pace * 12, time, task.CancellationToken);
        throw new InvalidOperationException($"The bank does not know the card {number}. Check the number and try again.");
    }

    private async IAsyncEnumerable<int> OrdersAsync()
    {
        for (var order = 1; order <= 80; order++)
        {
            await Task.Delay(Pace, time);
            yield return order;
        }
    }
}

/// <summary>Why something is returned.</summary>
public sealed record ReturnReason(
    [property: Description("Choose what fits best.")] Reason Reason,
    [property: StringLength(200), DataType(DataType.MultilineText)] string? Comment);

/// <summary>What can be wrong with an order.</summary>
public enum Reason
{
    Damaged,
    WrongItem,
    TooLarge,
    ChangedMyMind,
}
