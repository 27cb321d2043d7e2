using System.Globalization;
using BlazorTasks.Tests.Faults.Harness;

namespace BlazorTasks.Tests.Core.Schedules;

/// <summary>Random cron expressions around changes of the clocks, against a second opinion that looks at every minute.</summary>
public sealed class SecondOpinionTests
{
    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Sydney", "Asia/Kathmandu", "Africa/Cairo"];

    private readonly Random _random = FaultRun.Moments("cron");

    [Fact]
    public void Between_AnyCronZoneAndClockChange_IsWhatTheSecondOpinionSays()
    {
        for (var trial = 0; trial < FaultRun.Trials(quick: 300, full: 200); trial++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[trial % Zones.Length]);
            var cron = $"{Minutes()} {Hours()} {Days()} * {Weekdays()}";
            var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var (from, to) = FaultRun.IsFull ? (start, start.AddYears(2)) : Around(zone, start);

            var ours = new Occurrences(new ScheduleRule { Cron = cron, TimeZone = zone.Id }).Between(from, to).ToList();

            ours.Should().Equal(SecondOpinion(cron, zone, from, to), $"seed {FaultRun.Seed}: {cron} in {zone.Id} from {from:O} to {to:O}");
        }
    }

    /// <summary>
    /// A minute is due if its local time matches. A fixed time is not due at its second pass, and what does not exist is due
    /// once, at the end of the gap.
    /// </summary>
    private static List<DateTimeOffset> SecondOpinion(string cron, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var fields = cron.Split(' ');
        var isInterval = fields.Take(2).Any(field => field.AsSpan().ContainsAny('*', '/', '-'));
        var due = new SortedSet<DateTimeOffset>();
        for (var at = from; at <= to; at = at.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(at, zone);
            var before = zone.GetUtcOffset(at.AddMinutes(-1));
            if (local.Offset > before && MatchesInGap(fields, local.DateTime, local.Offset - before))
            {
                due.Add(at);
            }

            var isSecondPass = zone.IsAmbiguousTime(local.DateTime) && local.Offset < zone.GetAmbiguousTimeOffsets(local.DateTime).Max();
            if (Matches(fields, local.DateTime) && (isInterval || !isSecondPass))
            {
                due.Add(at);
            }
        }

        return [.. due];
    }

    private static bool MatchesInGap(string[] fields, DateTime end, TimeSpan gap)
    {
        for (var local = end - gap; local < end; local = local.AddMinutes(1))
        {
            if (Matches(fields, local))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string[] fields, DateTime local) =>
        Fits(fields[0], local.Minute, 0) && Fits(fields[1], local.Hour, 0) && Fits(fields[2], local.Day, 1)
            && Fits(fields[4], (int)local.DayOfWeek, 0);

    private static bool Fits(string field, int value, int first) => field.Split(',').Any(item => item switch
    {
        "*" => true,
        ['*', '/', .. var step] => (value - first) % int.Parse(step, CultureInfo.InvariantCulture) == 0,
        _ when item.Split('-') is [var low, var high] => value >= int.Parse(low, CultureInfo.InvariantCulture)
            && value <= int.Parse(high, CultureInfo.InvariantCulture),
        _ => value == int.Parse(item, CultureInfo.InvariantCulture),
    });

    /// <summary>Three days around a change of the clocks, or anywhere in a zone without one.</summary>
    private (DateTimeOffset From, DateTimeOffset To) Around(TimeZoneInfo zone, DateTimeOffset start)
    {
        var changes = Enumerable.Range(0, 730 * 24).Select(hour => start.AddHours(hour))
            .Where(at => zone.GetUtcOffset(at) != zone.GetUtcOffset(at.AddHours(-1))).ToList();
        var middle = changes.Count > 0 ? changes[_random.Next(changes.Count)] : start.AddHours(_random.Next(730 * 24));
        return (middle.AddHours(-36), middle.AddHours(36));
    }

    private string Minutes() => _random.Next(4) switch
    {
        0 => $"*/{_random.Next(1, 31)}",
        1 => $"{_random.Next(0, 30)},{_random.Next(30, 60)}",
        2 => $"{_random.Next(0, 30)}-{_random.Next(30, 60)}",
        _ => $"{_random.Next(60)}",
    };

    private string Hours() => _random.Next(4) switch
    {
        0 => "*",
        1 => $"*/{_random.Next(1, 7)}",
        2 => $"{_random.Next(0, 3)},{_random.Next(3, 24)}",
        _ => $"{_random.Next(0, 5)}",
    };

    private string Days() => _random.Next(3) == 0 ? $"{_random.Next(1, 10)}-{_random.Next(20, 32)}" : "*";

    private string Weekdays() => _random.Next(3) == 0 ? $"{_random.Next(0, 3)},{_random.Next(3, 7)}" : "*";
}
