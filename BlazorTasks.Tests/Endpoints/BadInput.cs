namespace BlazorTasks.Tests.Endpoints;

/// <summary>Makes bad input out of good: the same for the same seed.</summary>
internal sealed class BadInput(int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-0", "-1", "1e400", "-1e400", "NaN", "Infinity", "99999999999999999999999999", "0.1e-999", "01", "+1", "1.",
            "'x'", "\"\"", "[]", "{}", "[[]]", "{\"a\":{}}",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\x\"", "\"\u0001\"", "\"\u202e\"", "\"2026-13-45T99:99:99Z\"",
            "\"purple\"", "\"-\"", "\"../../etc/passwd\"", "\"<script>\"", "undefined", "/**/", "1,",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A number below another.</summary>
    public int Below(int most) => _random.Next(most);

    public T OneOf<T>(params IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    /// <summary>Good JSON with something wrong in it; now and then it is still right.</summary>
    public byte[] Body(string good) => _random.Next(20) switch
    {
        0 => [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(good)],
        1 => [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(good)],
        2 => Encoding.UTF8.GetBytes(new string('[', _random.Next(1, 10_000))),
        3 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", _random.Next(1, 2_000)))),
        4 => Encoding.UTF8.GetBytes($"{{\"{new string('k', _random.Next(1, 9_000))}\":1}}"),
        5 => Encoding.UTF8.GetBytes(good.Replace("{", "{\"value\":1,\"value\":2,", StringComparison.Ordinal)),
        6 => Encoding.UTF8.GetBytes(good[..^1] + $",\"\\ud83d\":1}}"),
        7 => Encoding.UTF8.GetBytes(good[..^1] + $",\"extra {_random.Next()}\":{OneOf(Values)}}}"),
        8 => Encoding.UTF8.GetBytes(good[.._random.Next(good.Length)]),
        9 => Encoding.UTF8.GetBytes(good + good),
        10 => Flipped(good),
        11 => Noise(),
        12 or 13 => Spliced(good),
        _ => Encoding.UTF8.GetBytes(WithValue(good)),
    };

    /// <summary>A part of an address with something wrong in it.</summary>
    public string Word() => _random.Next(8) switch
    {
        0 => new string('9', _random.Next(1, 60)),
        1 => $"-{_random.Next()}",
        2 => Uri.EscapeDataString(OneOf(Values)),
        3 => "%00",
        4 => "%ff%fe",
        5 => Guid.Empty.ToString(),
        6 => new string('x', _random.Next(1, 400)),
        _ => Convert.ToHexStringLower(BitConverter.GetBytes(_random.NextInt64())),
    };

    private byte[] Flipped(string good)
    {
        var bytes = Encoding.UTF8.GetBytes(good);
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }

        return bytes;
    }

    private byte[] Noise()
    {
        var bytes = new byte[_random.Next(1, 64)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Spliced(string good)
    {
        var at = _random.Next(good.Length);
        return Encoding.UTF8.GetBytes(good[..at] + OneOf(Values) + good[at..]);
    }

    /// <summary>One value of the JSON is replaced by another.</summary>
    private string WithValue(string good)
    {
        var colons = Enumerable.Range(0, good.Length).Where(i => good[i] == ':').ToList();
        var at = OneOf(colons) + 1;
        var end = good.AsSpan(at).IndexOfAny(",}");
        return $"{good[..at]}{OneOf(Values)}{(end < 0 ? "}" : good[(at + end)..])}";
    }
}
