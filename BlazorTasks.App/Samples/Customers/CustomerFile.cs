namespace BlazorTasks.App.Samples.Customers;

/// <summary>Reads a CSV file with the columns number, name, email, city, since and credit, and validates each row.</summary>
internal static class CustomerFile
{
    private static readonly string[] Columns = ["number", "name", "email", "city", "since", "credit"];
    private static readonly EmailAddressAttribute EmailRule = new();

    /// <summary>Reads the rows of a file in order, lazily.</summary>
    /// <exception cref="InvalidDataException">The file is empty, or columns are missing.</exception>
    public static IEnumerable<Row> Read(Stream content, Encoding? encoding)
    {
        using var csv = CsvFile.Read(content, encoding);
        if (csv.Headers.Count == 0)
        {
            throw new InvalidDataException("The file is empty. Its first line must contain the column names.");
        }

        var missing = Columns.Except(csv.Headers, StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidDataException(
                $"Missing columns: {string.Join(", ", missing)}. The file has the columns {string.Join(", ", csv.Headers)}.");
        }

        while (csv.Read())
        {
            yield return Check((int)csv.LineNumber, csv.GetString);
        }
    }

    private static Row Check(int line, Func<string, string> field)
    {
        if (!int.TryParse(field("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return Row.Rejected(line, field("number"), "the number is not a positive integer");
        }

        if (field("name") is not { Length: > 0 } name)
        {
            return Row.Rejected(line, field("number"), "the name is missing");
        }

        var email = field("email");
        if (!EmailRule.IsValid(email) || !email.Contains('.', StringComparison.Ordinal))
        {
            return Row.Rejected(
                line,
                field("number"),
                email.Length == 0 ? "the email address is missing" : $"'{email}' is not a valid email address");
        }

        if (!DateOnly.TryParseExact(field("since"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var since))
        {
            return Row.Rejected(line, field("number"), $"'{field("since")}' is not a valid date (yyyy-MM-dd)");
        }

        return decimal.TryParse(
            field("credit"),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var credit)
            ? new Row(line, new Customer(number, name, email, field("city"), since, credit), null)
            : Row.Rejected(line, field("number"), $"'{field("credit")}' is not a valid amount");
    }

    /// <summary>A row: a customer, or why it was rejected.</summary>
    public sealed record Row(int Line, Customer? Customer, RejectedRow? Rejection)
    {
        public static Row Rejected(int line, string number, string reason) => new(line, null, new RejectedRow(line, number, reason));
    }
}

/// <summary>A rejected row.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Number">The customer number in the file.</param>
/// <param name="Reason">Why it was rejected.</param>
public sealed record RejectedRow(int Line, string Number, string Reason);
