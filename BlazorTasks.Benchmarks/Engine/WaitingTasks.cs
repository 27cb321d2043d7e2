namespace BlazorTasks.Benchmarks.Engine;

/// <summary>Tasks that wait for a person: what 10,000 of them hold, and how soon one goes on after its answer.</summary>
internal static class WaitingTasks
{
    private const int Tasks = 10_000;
    private const int Answers = 500;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        var (memory, threads, delays) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await using var engine = await EngineUnderTest.OpenAsync(sqlite: true);
            var questions = new Questions(engine.Monitor);
            await questions.WarmUpAsync();
            var (heap, running) = (GC.GetTotalMemory(forceFullCollection: true), ThreadPool.ThreadCount);
            var waiting = await questions.AskAsync(Tasks);
            memory.Add((GC.GetTotalMemory(forceFullCollection: true) - heap) / (double)Tasks);
            threads.Add(Math.Max(0, ThreadPool.ThreadCount - running));
            delays.Add(await questions.AnswerOneByOneAsync(waiting.Take(Answers)));
            await questions.AnswerAsync(waiting.Skip(Answers));
        }

        Figure.Print($"a task that waits, among {Tasks:N0}", memory, "bytes", "≤ 4,096");
        Figure.Print("threads that they hold", threads, "", "0");
        Figure.Print("from an answer to the next line of the task's code, p50, SQLite", delays, "ms", "≤ 10 ms");
    }

    /// <summary>Asks and answers.</summary>
    private sealed class Questions(TaskMonitor monitor)
    {
        private long _wentOnAt;

        public async Task WarmUpAsync() => await AnswerAsync(await AskAsync(100));

        public async Task<List<MonitoredTask>> AskAsync(int count)
        {
            var asked = new CountdownEvent(count);
            using var subscription = monitor.SubscribeEvents((_, taskEvent) =>
            {
                if (taskEvent is PromptAsked)
                {
                    asked.Signal();
                }
            });
            List<MonitoredTask> tasks = [.. Enumerable.Range(0, count).Select(_ => (MonitoredTask)monitor.Start("waits", WaitAsync))];
            await Task.Run(asked.Wait);
            asked.Dispose();
            return tasks;
        }

        /// <summary>Gives the median time from the call of the answer to the line after the question, ms.</summary>
        public async Task<double> AnswerOneByOneAsync(IEnumerable<MonitoredTask> tasks)
        {
            var delays = new List<double>();
            foreach (var task in tasks)
            {
                var began = Stopwatch.GetTimestamp();
                await monitor.AnswerAsync(task.Id, task.Snapshot.Prompt!.Id, true);
                await task.Completion;
                delays.Add(Stopwatch.GetElapsedTime(began, Interlocked.Read(ref _wentOnAt)).TotalMilliseconds);
            }

            return Figure.Percentile(delays, 0.5);
        }

        public Task AnswerAsync(IEnumerable<MonitoredTask> tasks) => Task.WhenAll(tasks.Select(async task =>
        {
            await monitor.AnswerAsync(task.Id, task.Snapshot.Prompt!.Id, true);
            await task.Completion;
        }));

        private async Task WaitAsync(TaskContext task)
        {
            await task.ConfirmAsync("Publish?");
            Interlocked.Exchange(ref _wentOnAt, Stopwatch.GetTimestamp());
        }
    }
}
