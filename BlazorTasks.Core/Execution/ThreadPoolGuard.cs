namespace BlazorTasks.Execution;

/// <summary>
/// Ensures that code which blocks pool threads does not delay the rest of the process. When all pool threads are blocked, the
/// pool adds new ones slowly, and every page and every other task has to wait. A dedicated thread therefore probes the pool
/// and, if a probe is not answered, raises the minimum number of threads. Afterwards it lowers it again: idle threads wake up
/// and spin for every burst of work, and two hundred of them cost a busy dashboard half of its processor time.
/// </summary>
/// <param name="most">The number of threads that tasks can block.</param>
internal sealed class ThreadPoolGuard(int most) : IDisposable
{
    private const int Step = 16;

    /// <summary>
    /// Threads beyond one per processor, for the journal, the feed and their continuations. Without them, short tasks wait
    /// for each other.
    /// </summary>
    private const int AtHand = 4;
    private const int MostThreads = 256;

    // Real time on purpose: thread starvation is independent of the application's TimeProvider.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim _stop = new();
    private readonly SemaphoreSlim _alive = new(0);
    private Thread? _thread;

    public void Start()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + AtHand), ports);
        _thread = new Thread(Watch) { IsBackground = true, Name = "BlazorTasks pool guard" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose(); // the other one has no handle, and a probe may still be answered
    }

    private void Watch()
    {
        ThreadPool.GetMinThreads(out var usual, out var ports);
        var allowed = usual;
        var calm = TimeSpan.Zero;
        while (!_stop.Wait(Pause))
        {
            calm += Pause;
            ThreadPool.UnsafeQueueUserWorkItem(static alive => alive.Release(), _alive, preferLocal: false);
            while (!_alive.Wait(MaxWait) && !_stop.IsSet)
            {
                allowed = Math.Min(allowed + Step, Math.Max(usual, Math.Min(most, MostThreads)));
                ThreadPool.SetMinThreads(allowed, ports);
                calm = TimeSpan.Zero;
            }

            if (allowed > usual && calm > Calm)
            {
                ThreadPool.SetMinThreads(allowed = usual, ports);
            }
        }
    }
}
