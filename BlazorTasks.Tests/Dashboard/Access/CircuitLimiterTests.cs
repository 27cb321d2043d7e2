using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorTasks.Tests.Dashboard.Access;

public sealed class CircuitLimiterTests
{
    [Fact]
    public async Task Page_MoreThanAreServed_IsRejectedUntilOneCloses()
    {
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"), builder => builder.Services.Configure<DashboardOptions>(options => options.MaxCircuits = 2));
        using var http = host.Client();
        using var other = host.Services.GetRequiredService<CircuitLimiter>().Take();
        (await http.GetAsync("ops/history")).StatusCode.Should().Be(HttpStatusCode.OK);
        using var circuit = host.Services.CreateScope();
        var page = circuit.ServiceProvider.GetServices<CircuitHandler>().OfType<PageCircuit>().Single();
        await page.OnCircuitOpenedAsync(null!, default);

        var refused = await http.GetAsync("ops/history");

        refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.Should().NotBeNull();
        (await refused.Content.ReadAsStringAsync()).Should().Contain("Too many sessions").And.Contain("limit of 2 open pages")
            .And.Contain("MaxCircuits").And.NotContain("blazor.web.js");
        (await http.GetAsync("ops/api/tasks")).StatusCode.Should().Be(HttpStatusCode.OK, "the API is not concerned");
        await page.OnCircuitClosedAsync(null!, default);
        (await http.GetAsync("ops/history")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void Take_MoreThanThereAre_FailsAndTakesNone()
    {
        var seats = new CircuitLimiter(Options.Create(new DashboardOptions { MaxCircuits = 1 }));
        var one = seats.Take();

        seats.Invoking(all => all.Take()).Should().Throw<InvalidOperationException>().WithMessage("*its limit of 1 open pages.");
        one.Dispose();
        one.Dispose();

        seats.IsAtCapacity.Should().BeFalse();
        seats.Take();
        seats.IsAtCapacity.Should().BeTrue();
    }
}
