namespace BlazorTasks.Forms;

/// <summary>Parses numbers exactly: a value that the type of a field cannot represent is rejected, never rounded.</summary>
internal static class NumberReader
{
    /// <summary>Parses an integer within the range of the type.</summary>
    public static JsonValue? Whole(JsonElement given, Type type)
    {
        if (TextOf(given) is not { } text || !TryDecimal(text, out var number) || decimal.Truncate(number) != number)
        {
            return null;
        }

        var (least, most) = RangeOf(type);
        return number >= least && number <= most ? JsonValue.Create(decimal.Truncate(number)) : null;
    }

    /// <summary>Parses a decimal number within the range of the type.</summary>
    public static JsonValue? Fraction(JsonElement given, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (TextOf(given) is not { } text)
        {
            return null;
        }

        if (TryDecimal(text, out var exact))
        {
            return type == typeof(Half) && Math.Abs(exact) > (decimal)Half.MaxValue ? null : JsonValue.Create(exact);
        }

        return type != typeof(decimal)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= LargestOf(type)
            ? JsonValue.Create(number)
            : null;
    }

    /// <summary>Returns the maximum of a floating-point or decimal type.</summary>
    public static double LargestOf(Type type) =>
        type == typeof(float) ? float.MaxValue
        : type == typeof(Half) ? (double)Half.MaxValue
        : type == typeof(decimal) ? (double)decimal.MaxValue
        : double.MaxValue;

    /// <summary>Compares a number of an input with a limit.</summary>
    public static int Compare(JsonNode value, double limit)
    {
        var text = value.ToJsonString();
        return TryDecimal(text, out var number) && TryDecimal(limit.ToString("R", CultureInfo.InvariantCulture), out var exact)
            ? number.CompareTo(exact)
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).CompareTo(limit);
    }

    private static string? TextOf(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Number => given.GetRawText(),
        JsonValueKind.String => given.GetString()!.Trim(),
        _ => null,
    };

    private static bool TryDecimal(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && Digits(text) == Digits(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns the digits of a number without leading and trailing zeros, and the exponent of the last one.</summary>
    private static (string Digits, long Exponent) Digits(string text)
    {
        var e = text.IndexOfAny(['e', 'E']);
        var exponent = e < 0
            ? 0
            : long.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            ? power
            : long.MaxValue / 2;
        var mantissa = (e < 0 ? text : text[..e]).TrimStart('+', '-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length - (point < 0 ? 0 : mantissa.Length - point - 1);
        significant = significant.TrimStart('0');
        return significant.Length == 0 ? ("", 0) : (significant, exponent);
    }

    private static (decimal Least, decimal Most) RangeOf(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => (byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        TypeCode.UInt64 => (ulong.MinValue, ulong.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };
}
