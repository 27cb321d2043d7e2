namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F6, F37 and F39: what a person sees of a server that stands still, dies under a half-typed answer, or is gone from their
/// network.
/// </summary>
[Collection(nameof(Browsers))]
public sealed partial class F06FreezeTests(Browsers browsers)
{
    [Fact]
    public async Task Freeze_UnderAPage_IsShownAsStaleAndContinuesAfterwards()
    {
        var report = new FaultReport("F6", "stale badge", targetMs: 6_000);
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        await using var visitor = await browsers.VisitAsync(app.Address);
        var page = await visitor.OpenAsync();
        var badge = page.Locator("#bt-connection");
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 10); trial++)
        {
            var task = await client.StartedAsync("work", new { steps = 40, seconds = 0.1 });
            await Expect(badge).ToHaveAttributeAsync("data-connection", "live");
            await app.Process.SignalAsync("STOP");
            var frozen = Stopwatch.StartNew();
            await Expect(badge).ToHaveAttributeAsync("data-connection", "stale");
            var stale = frozen.Elapsed;
            await Task.Delay(TimeSpan.FromSeconds(FaultRun.IsFull ? (trial % 2 == 0 ? 10 : 60) : 1));
            await app.Process.SignalAsync("CONT");

            await page.LiveAsync();
            await Expect(badge).ToHaveAttributeAsync("data-connection", "live");
            await client.UntilAsync(task, TaskState.Succeeded);
            report.Add(new Verdict(0, 0, []), stale);
        }

        await app.StopAsync();
        report.Add(await app.JudgeAsync(), 0, []);
        report.Close();
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("network")]
    public async Task HalfTyped_AndTheServerIsDown_IsStillThereAfterwards(string lost)
    {
        var report = new FaultReport($"F37 {lost}", "question is back", targetMs: 15_000);
        await using var app = await AppUnderTest.StartedAsync();
        await using var network = new ChaosProxy(app.Address.Port);
        await using var visitor = await browsers.VisitAsync(new Uri($"http://127.0.0.1:{network.Port}/"));
        var page = await visitor.OpenAsync("start/send-a-newsletter");
        await page.GetByLabel("Time for each step").FillAsync("0");
        await page.GetByLabel("Fail at first").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 10); trial++)
        {
            await page.GetByLabel("Subject").FillAsync($"Half {trial}");
            var gone = Stopwatch.StartNew();
            await (lost == "kill" ? KillAsync(app, page) : CutAsync(network, page));
            await page.LiveAsync();
            await Expect(page.GetByLabel("Subject")).ToHaveValueAsync($"Half {trial}");
            report.Add(new Verdict(0, 0, []), gone.Elapsed);
        }

        await page.GetByLabel("Text").FillAsync("Whole");
        await page.GetByLabel("Recipient").FillAsync("a@fjord.se");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded");
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), 0, []);
        report.Close();
    }

    [Fact]
    public async Task Nonsense_OverTheCircuit_EndsThatPageAndNothingElse()
    {
        var report = new FaultReport("F39", "recovery");
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        await using var visitor = await browsers.VisitAsync(app.Address);
        var (page, other) = (await visitor.OpenAsync(), await visitor.OpenAsync());
        var task = await client.StartedAsync("work", new { steps = 60, seconds = 0.1 });

        // what a broken page sends: a call of a method that is not there, which the framework answers with an exception
        await page.EvaluateAsync("() => DotNet.invokeMethodAsync('Nowhere', 'Nothing').catch(() => {})");

        await Expect(other.Locator(".card")).ToHaveCountAsync(1);
        await client.UntilAsync(task, TaskState.Succeeded);
        await page.ReloadAsync();
        await page.LiveAsync();
        app.Process.Output.Should().NotContain("   at ", "a refusal is no stack trace in the log of the operator");
        await app.StopAsync();
        report.Add(await app.JudgeAsync());
        report.Close();
    }

    /// <summary>A new process does not know the page, which loads itself again.</summary>
    private static async Task KillAsync(AppUnderTest app, IPage page)
    {
        await page.EvaluateAsync("window.isOld = true");
        await app.Process.KillAsync();
        await app.StartAsync();
        await page.WaitForFunctionAsync("() => !window.isOld");
    }

    /// <summary>The same process still knows the page, which goes on.</summary>
    private static async Task CutAsync(ChaosProxy network, IPage page)
    {
        network.Refuses = true;
        network.Cut();
        await Expect(page.Locator("#bt-connection")).ToHaveAttributeAsync("data-connection", NotLive());
        network.Refuses = false;
        await Expect(page.Locator("#bt-connection")).ToHaveAttributeAsync("data-connection", "live");
    }

    [GeneratedRegex("stale|reconnecting")]
    private static partial Regex NotLive();
}
