namespace BlazorTasks.Tests.Deploy;

/// <summary>The sample for Aspire. To run it takes a container engine, to build it does not.</summary>
public sealed class AppHostTests
{
    [FullRunFact]
    public Task AppHost_Builds() => Shell.SucceedAsync("dotnet build samples/AppHost");
}
