namespace BlazorTasks.App.Samples.Customers;

/// <summary>
/// Imports a file of customers, validated row by row. It can be cancelled at any time: whole batches are saved, and importing
/// the file again neither loses nor duplicates customers.
/// </summary>
public sealed class ImportCustomers(CustomerTable table, TimeProvider time, ILogger<ImportCustomers> log)
{
    /// <summary>Slow enough to watch: half a minute for the sample file.</summary>
    private const double MillisecondsPerRow = 1.5;

    private const int MaxReasons = 200;
    private static readonly string BundledFile = Path.Combine(AppContext.BaseDirectory, "Samples", "Customers", "customers.csv");

    /// <summary>What to do with existing customers.</summary>
    public enum OnDuplicate
    {
        /// <summary>Update them from the file.</summary>
        Update,

        /// <summary>Leave them unchanged.</summary>
        Keep,
    }

    /// <summary>Imports a file.</summary>
    [MonitoredTask(
        "Import customers",
        Group = "Shop",
        Description = "Imports a CSV file: validates every row, and creates or updates customers in the shop's table.")]
    public async Task<ImportResult> ImportAsync(
        [Display(
            Name = "File",
            Description = "Columns number, name, email, city, since, credit. If omitted, a sample of 20,000 customers is used.")]
        [FileExtensions(Extensions = "csv")] TaskFile? file,
        TaskContext task,
        [Range(1, 10_000), Description("Rows per transaction. Saved rows are kept if you cancel.")] int batchSize = 500,
        [Display(Name = "If a customer exists")] OnDuplicate onDuplicate = OnDuplicate.Update,
        [Description("Validate every row without saving.")] bool dryRun = false,
        [Description("Run at full speed. Otherwise the sample file takes half a minute, so that you can watch it.")] bool fast = false)
    {
        await using var content = file?.OpenRead() ?? File.OpenRead(BundledFile);
        var name = file?.Name ?? "customers.csv";
        var encoding = await CsvFile.DetectEncodingAsync(name, content, task);
        var total = await task.StepAsync("Count rows", () => CountRowsAsync(name, content, encoding, task));
        var import = new Import(task, total);
        var batches = CustomerFile.Read(content, encoding).Chunk(batchSize);
        await task.StepAsync(
            dryRun ? "Check rows" : "Save rows",
            () => Task.Run(() => SaveAsync(import, batches, onDuplicate, dryRun, fast)));
        return import.ToResult(dryRun);
    }

    private async Task<long> CountRowsAsync(string name, Stream content, Encoding? encoding, TaskContext task)
    {
        task.Report($"Opening {name}");
        var rows = -1L; // the first line contains the column names
        using var reader = new StreamReader(content, encoding, leaveOpen: true);
        while (await reader.ReadLineAsync(task.CancellationToken) is { } line)
        {
            rows += line.Length > 0 ? 1 : 0;
        }

        content.Position = 0;
        log.LogInformation("{File} has {Rows} rows", name, Math.Max(0, rows));
        return Math.Max(0, rows);
    }

    private async Task SaveAsync(Import import, IEnumerable<CustomerFile.Row[]> batches, OnDuplicate onDuplicate, bool dryRun, bool fast)
    {
        await using var connection = table.Open();
        foreach (var batch in batches)
        {
            import.Task.CancellationToken.ThrowIfCancellationRequested();
            var customers = batch.Select(row => row.Customer).OfType<Customer>().ToList();
            var (created, updated) = dryRun ? (0, 0) : CustomerTable.Save(connection, customers, onDuplicate == OnDuplicate.Update);
            import.Add(
                batch.Length,
                created,
                updated,
                customers.Count - created - updated,
                [.. batch.Select(row => row.Rejection).OfType<RejectedRow>()]);
            if (!fast)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(batch.Length * MillisecondsPerRow), time, import.Task.CancellationToken);
            }
        }
    }

    /// <summary>The progress of one run.</summary>
    private sealed class Import(TaskContext task, long total)
    {
        private readonly List<RejectedRow> _reasons = [];
        private int _rows;
        private int _created;
        private int _updated;
        private int _unchanged;
        private int _rejected;

        public TaskContext Task { get; } = task;

        public void Add(int rows, int created, int updated, int unchanged, List<RejectedRow> rejected)
        {
            (_rows, _created, _updated, _unchanged) = (_rows + rows, _created + created, _updated + updated, _unchanged + unchanged);
            foreach (var row in rejected)
            {
                Task.Log(LogLevel.Warning, $"Line {row.Line:N0} rejected: {row.Reason}");
            }

            _rejected += rejected.Count;
            _reasons.AddRange(rejected.Take(MaxReasons - _reasons.Count));
            Task.Log($"Rows up to {_rows:N0}: {created:N0} new, {updated:N0} updated, {rejected.Count:N0} rejected");
            Task.Report(total == 0 ? null : 100.0 * _rows / total, $"Row {_rows:N0} of {total:N0}");
        }

        public ImportResult ToResult(bool dryRun)
        {
            if (_rejected > 0)
            {
                Task.Warn($"{_rejected:N0} rows were rejected");
            }

            Task.Report(100, dryRun
                ? $"{_rows - _rejected:N0} of {_rows:N0} rows are valid, {_rejected:N0} would be rejected"
                : $"{_created:N0} new, {_updated:N0} updated, {_unchanged:N0} unchanged, {_rejected:N0} rejected");
            return new ImportResult(_created, _updated, _unchanged, _rejected, _reasons);
        }
    }
}

/// <summary>The result of an import.</summary>
/// <param name="New">The number of created customers.</param>
/// <param name="Updated">The number of updated customers.</param>
/// <param name="Unchanged">The number of unchanged customers. In a dry run, those that would be saved.</param>
/// <param name="Rejected">The number of rejected rows.</param>
/// <param name="Rejections">The first 200 rejected rows.</param>
public sealed record ImportResult(int New, int Updated, int Unchanged, int Rejected, IReadOnlyList<RejectedRow> Rejections);
