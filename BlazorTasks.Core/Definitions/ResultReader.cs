using System.Reflection;

namespace BlazorTasks.Definitions;

/// <summary>Awaits what a method returned, whatever kind of promise it is, and takes the result out of it.</summary>
internal static class ResultReader
{
    public static Func<object, Task<object?>> For(Type returned)
    {
        if (returned == typeof(Task))
        {
            return promise => Void((Task)promise);
        }

        if (returned == typeof(ValueTask))
        {
            return promise => Void(((ValueTask)promise).AsTask());
        }

        if (returned.IsGenericType && returned.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)))
        {
            var name = open == typeof(Task<>) ? nameof(Task) : nameof(ValueTask);
            return typeof(ResultReader).GetMethod("From" + name, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(returned.GetGenericArguments()).CreateDelegate<Func<object, Task<object?>>>();
        }

        return Task.FromResult<object?>;
    }

    private static async Task<object?> Void(Task promise)
    {
        await promise.ConfigureAwait(false);
        return null;
    }

    private static async Task<object?> FromTask<T>(object promise) => await ((Task<T>)promise).ConfigureAwait(false);

    private static async Task<object?> FromValueTask<T>(object promise) => await ((ValueTask<T>)promise).ConfigureAwait(false);
}
