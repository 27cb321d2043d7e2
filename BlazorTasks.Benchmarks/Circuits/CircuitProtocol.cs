using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>What a browser and a circuit say to each other, read and written by the framework's own protocol.</summary>
internal sealed class CircuitProtocol : IInvocationBinder
{
    // The framework keeps its protocol internal; nothing else speaks it.
    private static readonly IHubProtocol BlazorPack = (IHubProtocol)Activator.CreateInstance(
        typeof(CircuitHandler).Assembly.GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol",
            throwOnError: true)!)!;

    public static ReadOnlyMemory<byte> Write(HubMessage message) => BlazorPack.GetMessageBytes(message);

    public bool TryRead(ref ReadOnlySequence<byte> input, [NotNullWhen(true)] out HubMessage? message) =>
        BlazorPack.TryParseMessage(ref input, this, out message);

    public Type GetReturnType(string invocationId) => typeof(string);

    public Type GetStreamItemType(string streamId) => typeof(string);

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName switch
    {
        "JS.RenderBatch" => [typeof(long), typeof(byte[])],
        "JS.BeginInvokeJS" => [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)],
        "JS.EndInvokeDotNet" => [typeof(string), typeof(bool), typeof(string)],
        "JS.EndUpdateRootComponents" => [typeof(long)],
        "JS.AttachComponent" => [typeof(int), typeof(string)],
        _ => [typeof(string)],
    };
}
