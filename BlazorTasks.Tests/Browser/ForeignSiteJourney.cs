namespace BlazorTasks.Tests.Browser;

/// <summary>
/// A page of another site, in the browser of someone whom the dashboard serves without asking: it is on their own computer, so
/// that not even a cookie stands between the page and their tasks.
/// </summary>
[Collection(nameof(Browsers))]
public sealed class ForeignSiteJourney(Browsers browsers) : IAsyncLifetime
{
    private readonly ConcurrentBag<(string Path, int Status)> _answers = [];
    private EmbeddingHost _dashboard = default!;
    private EmbeddingHost _evil = default!;

    public async Task InitializeAsync()
    {
        _dashboard = await EmbeddingHost.StartAsync(app =>
        {
            app.Use(async (context, next) =>
            {
                await next(context);
                _answers.Add((context.Request.Path, context.Response.StatusCode));
            });
            app.MapBlazorTasks("/");
        });
        _evil = await EmbeddingHost.StartAsync(app =>
            app.MapGet("/", () => Results.Content("<!DOCTYPE html><title>Evil</title>", "text/html")));
    }

    public async Task DisposeAsync()
    {
        await _evil.DisposeAsync();
        await _dashboard.DisposeAsync();
    }

    [Fact]
    public async Task PageOfAnotherSite_WhateverItSends_ChangesNothingAndReadsNothing()
    {
        var task = _dashboard.Services.GetRequiredService<TaskMonitor>()
            .Start("Mine", mine => Task.Delay(Timeout.Infinite, mine.CancellationToken));
        await using var victim = await browsers.VisitAsync(new Uri($"http://localhost:{_evil.Address.Port}"));
        var page = await victim.OpenAsync(isLive: false);

        var target = new { home = $"{_dashboard.Address}", id = $"{task.Id}" };
        var outcomes = await page.EvaluateAsync<Dictionary<string, string>>(Attack, target);

        outcomes.Values.Should().HaveCount(8).And.OnlyContain(outcome => outcome == "rejected" || outcome == "opaque");
        task.Snapshot.CancelRequestedBy.Should().BeNull();
        _answers.Where(answer => answer.Path.EndsWith("/cancel", StringComparison.Ordinal)).Should().NotBeEmpty();
        _answers.Should().OnlyContain(answer => answer.Status == StatusCodes.Status403Forbidden);
    }

    /// <summary>Everything a page can send elsewhere without asking first, and what it could read.</summary>
    private const string Attack =
        """
        async ({ home, id }) => {
          const address = (path, scheme) => new URL(path, scheme ? home.replace('http', scheme) : home).href;
          const ask = (path, options) => fetch(address(path), { credentials: 'include', ...options })
            .then(response => response.type === 'opaque' ? 'opaque' : `read ${response.status}`, () => 'rejected');
          const open = socket => new Promise(done => {
            socket.onopen = () => done('opened');
            socket.onerror = () => done('rejected');
          });
          const form = document.createElement('form');
          Object.assign(form, { method: 'POST', action: address(`/api/tasks/${id}/cancel`), target: 'frame' });
          const frame = Object.assign(document.createElement('iframe'), { name: 'frame' });
          document.body.append(frame, form);
          const submitted = new Promise(done => frame.onload = () => done('rejected'));
          form.submit();
          return {
            simple: await ask(`/api/tasks/${id}/cancel`, { method: 'POST', mode: 'no-cors' }),
            text: await ask('/api/tasks', { method: 'POST', mode: 'no-cors', body: '{"external":true,"name":"Evil"}' }),
            beacon: navigator.sendBeacon(address(`/api/tasks/${id}/cancel`)) ? 'opaque' : 'rejected',
            read: await ask('/api/tasks', {}),
            form: await submitted,
            events: await open(new EventSource(address('/api/events'))),
            api: await open(new WebSocket(address('/api/ws', 'ws'))),
            circuit: await open(new WebSocket(address('/_blazor', 'ws'))),
          };
        }
        """;
}
