using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace BlazorTasks.App.Samples.Customers;

/// <summary>
/// The first sample: a file of customers, checked row by row and written to a table. It can be cancelled at any moment:
/// whole batches are saved, and running it again goes on where nothing is lost or doubled.
/// </summary>
public sealed class ImportCustomers(CustomerTable table, TimeProvider time, ILogger<ImportCustomers> log)
{
    /// <summary>Slow enough to be watched: half a minute for the sample list.</summary>
    private const double MillisecondsPerRow = 1.5;

    private const int MaxReasons = 200;
    private static readonly string BundledFile = Path.Combine(AppContext.BaseDirectory, "Samples", "Customers", "customers.csv");

    /// <summary>What to do with a customer that is there already.</summary>
    public enum OnDuplicate
    {
        /// <summary>Take over what the file says.</summary>
        Update,

        /// <summary>Leave them as they are.</summary>
        Keep,
    }

    /// <summary>Imports a file.</summary>
    [MonitoredTask("Import customers", Group = "Shop", Description = "Reads a CSV file, checks every row, and creates or updates customers in the shop's table.")]
    public async Task<ImportResult> ImportAsync(
        [Display(Name = "File", Description = "Columns number, name, email, city, since, credit. Without a file the sample list of 20,000 customers is taken.")]
        [FileExtensions(Extensions = "csv")] TaskFile? file,
        TaskContext task,
        [Range(1, 10_000), Description("Rows saved together. What is saved stays saved when you cancel.")] int batchSize = 500,
        [Display(Name = "When a customer exists")] OnDuplicate onDuplicate = OnDuplicate.Update,
        [Description("Checks every row and saves nothing.")] bool dryRun = false,
        [Description("Works as fast as it can. Otherwise it takes half a minute for the sample list, so that there is something to watch.")] bool fast = false)
    {
        await using var content = file?.OpenRead() ?? File.OpenRead(BundledFile);
        var name = file?.Name ?? "customers.csv";
        var encoding = await CsvFile.DetectEncodingAsync(name, content, task);
        var total = await task.StepAsync("Count rows", () => CountRowsAsync(name, content, encoding, task));
        var import = new Import(task, total);
        var batches = CustomerFile.Read(content, encoding).Chunk(batchSize);
        await task.StepAsync(dryRun ? "Check rows" : "Save rows", () => Task.Run(() => SaveAsync(import, batches, onDuplicate, dryRun, fast)));
        return import.ToResult(dryRun);
    }

    private async Task<long> CountRowsAsync(string name, Stream content, Encoding encoding, TaskContext task)
    {
        task.Report($"Opening {name}");
        var rows = -1L; // the first line holds the names
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
            import.Add(batch.Length, created, updated, customers.Count - created - updated, [.. batch.Select(row => row.Rejection).OfType<RejectedRow>()]);
            if (!fast)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(batch.Length * MillisecondsPerRow), time, import.Task.CancellationToken);
            }
        }
    }

    /// <summary>What one run has done so far.</summary>
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
                Task.Log(LogLevel.Warning, $"Line {row.Line:N0} left out: {row.Reason}");
            }

            _rejected += rejected.Count;
            _reasons.AddRange(rejected.Take(MaxReasons - _reasons.Count));
            Task.Log($"Rows up to {_rows:N0}: {created:N0} new, {updated:N0} updated, {rejected.Count:N0} left out");
            Task.Report(total == 0 ? null : 100.0 * _rows / total, $"Row {_rows:N0} of {total:N0}");
        }

        public ImportResult ToResult(bool dryRun)
        {
            if (_rejected > 0)
            {
                Task.Warn($"{_rejected:N0} rows were left out");
            }

            Task.Report(100, dryRun
                ? $"{_rows - _rejected:N0} of {_rows:N0} rows are fine, {_rejected:N0} would be left out"
                : $"{_created:N0} new, {_updated:N0} updated, {_unchanged:N0} unchanged, {_rejected:N0} left out");
            return new ImportResult(_created, _updated, _unchanged, _rejected, _reasons);
        }
    }
}

/// <summary>What came of an import.</summary>
/// <param name="New">Customers that were created.</param>
/// <param name="Updated">Customers that changed.</param>
/// <param name="Unchanged">Customers that were there and stayed as they were, or that a dry run would save.</param>
/// <param name="Rejected">Rows that were left out.</param>
/// <param name="Rejections">Which, and why; the first 200.</param>
public sealed record ImportResult(int New, int Updated, int Unchanged, int Rejected, IReadOnlyList<RejectedRow> Rejections);
