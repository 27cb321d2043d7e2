using System.Diagnostics;
using System.Globalization;
using BlazorTasks.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Tests.Workload;

/// <summary>
/// BLAZORTASKS_FAULT=answer:after:3 kills this process right after the third commit that holds
/// an answer, as kill -9 does. Points are insert, start, progress, ask, answer, result and cancel; moments are before,
/// after, and timeout: the commit is done and the caller is told that it timed out.
/// </summary>
internal sealed class FaultPoint
{
    public const string Variable = "BLAZORTASKS_FAULT";

    private readonly string _point;
    private readonly string _moment;
    private int _left;

    private FaultPoint(string point, string moment, int number) => (_point, _moment, _left) = (point, moment, number);

    /// <summary>Puts itself around the store, if the environment asks for it.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
        {
            return;
        }

        var point = text.Split(':') is [var name, var moment, var digits] && moment is ("before" or "after" or "timeout")
            && int.TryParse(digits, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new FaultPoint(name, moment, number)
            : throw new TaskSetupException($"{Variable}=\"{text}\" should be a point, a moment and a number, such as answer:after:3.");
        var original = services.Last(service => service.ServiceType == typeof(ITaskStore));
        services.Remove(original);
        services.AddSingleton<ITaskStore>(provider =>
            new FaultyStore((ITaskStore)original.ImplementationFactory!(provider), point.CommitAsync));
    }

    /// <summary>Commits, with the fault at its place.</summary>
    public async Task CommitAsync(IReadOnlyList<StoreEntry> entries, Func<Task> commit)
    {
        var isNow = entries.Any(Holds) && Interlocked.Decrement(ref _left) == 0;
        Die(isNow && _moment == "before");
        await commit();
        Die(isNow && _moment == "after");
        if (isNow)
        {
            throw new TimeoutException($"{Variable}: the commit is done, and nobody is told.");
        }
    }

    private static void Die(bool isNow)
    {
        if (isNow)
        {
            Process.GetCurrentProcess().Kill();
            Thread.CurrentThread.Join(); // the signal is on its way; nothing more may happen
        }
    }

    private bool Holds(StoreEntry entry) => _point == "progress" && entry.Events.Count == 0
        || entry.Events.Any(taskEvent => NameOf(taskEvent) == _point);

    private static string? NameOf(TaskEvent taskEvent) => taskEvent switch
    {
        TaskCreated => "insert",
        TaskStarting => "start",
        TaskProgressed => "progress",
        PromptAsked => "ask",
        PromptAnswered or RetryApproved => "answer",
        CancelRequested or TaskCancelled => "cancel",
        { NextState: { } next } when next.IsFinal() => "result",
        _ => null,
    };
}
