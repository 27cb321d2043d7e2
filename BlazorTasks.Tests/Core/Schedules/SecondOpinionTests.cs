using FsCheck;
using FsCheck.Fluent;

namespace BlazorTasks.Tests.Core.Schedules;

/// <summary>Random cron expressions around changes of the clocks, against a second opinion that looks at every minute.</summary>
public sealed class SecondOpinionTests
{
    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Sydney", "Asia/Kathmandu", "Africa/Cairo"];

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Crons =
        from minutes in Gen.OneOf(
            from step in Gen.Choose(1, 30) select $"*/{step}",
            from first in Gen.Choose(0, 29) from second in Gen.Choose(30, 59) select $"{first},{second}",
            from first in Gen.Choose(0, 29) from last in Gen.Choose(30, 59) select $"{first}-{last}",
            from minute in Gen.Choose(0, 59) select $"{minute}")
        from hours in Gen.OneOf(
            Gen.Constant("*"),
            from step in Gen.Choose(1, 6) select $"*/{step}",
            from first in Gen.Choose(0, 2) from second in Gen.Choose(3, 23) select $"{first},{second}",
            from hour in Gen.Choose(0, 4) select $"{hour}")
        from days in Gen.OneOf(
            Gen.Constant("*"), Gen.Constant("*"), from first in Gen.Choose(1, 9) from last in Gen.Choose(20, 31) select $"{first}-{last}")
        from weekdays in Gen.OneOf(
            Gen.Constant("*"), Gen.Constant("*"), from first in Gen.Choose(0, 2) from second in Gen.Choose(3, 6) select $"{first},{second}")
        select $"{minutes} {hours} {days} * {weekdays}";

    [Fact]
    public void Between_AnyCronZoneAndClockChange_IsWhatTheSecondOpinionSays()
    {
        var trials =
            from zone in Gen.Elements(Zones)
            from cron in Crons
            from at in Gen.Choose(0, int.MaxValue)
            select (zone, cron, at);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(FaultRun.Trials(quick: 300, full: 200)),
            Prop.ForAll(trials.ToArbitrary(), trial => Agree(TimeZoneInfo.FindSystemTimeZoneById(trial.zone), trial.cron, trial.at)));
    }

    private static void Agree(TimeZoneInfo zone, string cron, int at)
    {
        var (from, to) = FaultRun.IsFull ? (Start, Start.AddYears(2)) : Around(zone, at);

        var ours = new Occurrences(new ScheduleRule { Cron = cron, TimeZone = zone.Id }).Between(from, to).ToList();

        ours.Should().Equal(SecondOpinion(cron, zone, from, to), $"{cron} in {zone.Id} from {from:O} to {to:O}");
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
    private static (DateTimeOffset From, DateTimeOffset To) Around(TimeZoneInfo zone, int at)
    {
        var changes = Enumerable.Range(0, 730 * 24).Select(hour => Start.AddHours(hour))
            .Where(at => zone.GetUtcOffset(at) != zone.GetUtcOffset(at.AddHours(-1))).ToList();
        var middle = changes.Count > 0 ? changes[at % changes.Count] : Start.AddHours(at % (730 * 24));
        return (middle.AddHours(-36), middle.AddHours(36));
    }
}
