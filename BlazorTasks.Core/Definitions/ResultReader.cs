using System.Runtime.CompilerServices;
using BlazorTasks.Forms;

namespace BlazorTasks.Definitions;

/// <summary>Awaits the return value of a method, whatever kind of awaitable it is, and extracts the result.</summary>
internal static class ResultReader
{
    /// <summary>Determines how the result of a method is awaited.</summary>
    /// <param name="method">The method.</param>
    /// <param name="problems">Receives a sentence for each reason why the method's completion cannot be observed.</param>
    public static Func<object, Task<object?>> For(MethodInfo method, List<string> problems)
    {
        var returned = method.ReturnType;
        if (Problem(method, returned) is { } problem)
        {
            problems.Add(problem);
        }

        if (returned == typeof(Task))
        {
            return promise => Void((Task)promise);
        }

        if (returned == typeof(ValueTask))
        {
            return promise => Void(((ValueTask)promise).AsTask());
        }

        if (!IsTaskOfSomething(returned))
        {
            return Task.FromResult<object?>;
        }

        var name = returned.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(Task) : nameof(ValueTask);
        return typeof(ResultReader).GetMethod("From" + name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(returned.GetGenericArguments()).CreateDelegate<Func<object, Task<object?>>>();
    }

    private static bool IsTaskOfSomething(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>));

    private static string? Problem(MethodInfo method, Type returned)
    {
        var result = IsTaskOfSomething(returned) ? returned.GetGenericArguments()[0] : returned;
        return returned == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))
            ? "async void cannot be awaited; return a Task"
            : method.IsDefined(typeof(IteratorStateMachineAttribute))
                || method.IsDefined(typeof(AsyncIteratorStateMachineAttribute))
                || IsAsyncStream(result)
                ? $"{FormTypes.Name(returned)} only does its work while it is being enumerated; return a Task and use await foreach inside"
            : returned.IsByRef || returned.IsByRefLike || returned.IsPointer
            ? $"{FormTypes.Name(returned)} cannot be stored as a result; return a copy"
            : !IsTaskOfSomething(returned)
                && !typeof(Task).IsAssignableFrom(returned)
                && returned != typeof(ValueTask)
                && returned.GetMethod("GetAwaiter", Type.EmptyTypes) is not null
                ? $"{FormTypes.Name(returned)} is not awaited; return a Task or a ValueTask"
            : IsPromise(result) && result != returned
            ? $"{FormTypes.Name(returned)} completes before its inner task; return the inner task unwrapped"
            : null;
    }

    private static bool IsPromise(Type type) => typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || IsTaskOfSomething(type);

    private static bool IsAsyncStream(Type type) =>
        type.GetInterfaces().Append(type).Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static async Task<object?> Void(Task promise)
    {
        await promise.ConfigureAwait(false);
        return null;
    }

    private static async Task<object?> FromTask<T>(object promise) => await ((Task<T>)promise).ConfigureAwait(false);

    private static async Task<object?> FromValueTask<T>(object promise) => await ((ValueTask<T>)promise).ConfigureAwait(false);
}
