using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace BlazorTasks.App.Samples.Customers;

/// <summary>Reads a CSV file with the columns number, name, email, city, since and credit, and says of each row whether it is a customer.</summary>
internal static class CustomerFile
{
    private static readonly string[] Columns = ["number", "name", "email", "city", "since", "credit"];
    private static readonly EmailAddressAttribute EmailRule = new();

    /// <summary>The rows of a file, in order. The file is read as the rows are taken.</summary>
    /// <exception cref="InvalidDataException">It has no rows, or not the columns of a customer file.</exception>
    public static IEnumerable<Row> Read(Stream content, Encoding encoding)
    {
        using var csv = CsvFile.Read(content, encoding);
        if (!csv.Read() || !csv.ReadHeader())
        {
            throw new InvalidDataException("The file is empty. It needs a first line with the names of the columns.");
        }

        var missing = Columns.Except(csv.HeaderRecord ?? [], StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidDataException($"The file has no column {string.Join(", ", missing)}. Its columns are {string.Join(", ", csv.HeaderRecord ?? [])}.");
        }

        while (csv.Read())
        {
            yield return Check(csv.Parser.RawRow, name => csv.GetField(name) ?? "");
        }
    }

    private static Row Check(int line, Func<string, string> field)
    {
        if (!int.TryParse(field("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return Row.Rejected(line, field("number"), "the number is not a whole number above 0");
        }

        if (field("name") is not { Length: > 0 } name)
        {
            return Row.Rejected(line, field("number"), "the name is missing");
        }

        var email = field("email");
        if (!EmailRule.IsValid(email) || !email.Contains('.', StringComparison.Ordinal))
        {
            return Row.Rejected(line, field("number"), email.Length == 0 ? "the e-mail address is missing" : $"'{email}' is not a full e-mail address");
        }

        if (!DateOnly.TryParseExact(field("since"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var since))
        {
            return Row.Rejected(line, field("number"), $"'{field("since")}' is not a date such as 2026-11-21");
        }

        return decimal.TryParse(field("credit"), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var credit)
            ? new Row(line, new Customer(number, name, email, field("city"), since, credit), null)
            : Row.Rejected(line, field("number"), $"'{field("credit")}' is not an amount such as 99.50");
    }

    /// <summary>One row: a customer, or why it is none.</summary>
    public sealed record Row(int Line, Customer? Customer, RejectedRow? Rejection)
    {
        public static Row Rejected(int line, string number, string reason) => new(line, null, new RejectedRow(line, number, reason));
    }
}

/// <summary>A row that was left out.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Number">The customer number as it stands there.</param>
/// <param name="Reason">Why.</param>
public sealed record RejectedRow(int Line, string Number, string Reason);
