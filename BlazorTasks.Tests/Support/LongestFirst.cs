using Xunit.Abstractions;

[assembly: TestCollectionOrderer("BlazorTasks.Tests.Support.LongestFirst", "BlazorTasks.Tests")]

namespace BlazorTasks.Tests.Support;

/// <summary>
/// Starts the two long collections first, so that the short ones run beside them, and none of the two is left over at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(Browsers), FaultTests.Name];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => Long.Contains(collection.DisplayName));
}
