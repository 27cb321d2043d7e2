using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace BlazorTasks.Cluster.Shared;

/// <summary>
/// Keeps the data protection keys where all nodes find them: what one node has encrypted (cookies, secrets, the state of a
/// page), each of them can read.
/// </summary>
internal sealed class SharedKeyRepository(ISharedState state) : IXmlRepository
{
    private const string Area = "data_protection_keys";

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Wait(state.ListAsync(Area, CancellationToken.None)).Select(key => XElement.Parse(Encoding.UTF8.GetString(key.Value.Span)))];

    public void StoreElement(XElement element, string friendlyName) =>
        Wait(PutAsync(friendlyName, Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting))));

    private async Task<bool> PutAsync(string name, byte[] key)
    {
        await state.PutAsync(Area, name, key, lifetime: null, CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>The interface is synchronous. Keys are read about once a day.</summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
