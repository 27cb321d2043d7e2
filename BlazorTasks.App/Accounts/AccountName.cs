namespace BlazorTasks.App.Accounts;

/// <summary>The names of accounts, which others see.</summary>
internal static class AccountName
{
    /// <summary>The maximum length, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>For the number that tells people of the same name apart.</summary>
    private const int Room = 6;

    /// <summary>Letters and marks that are not drawn, and what stands for half a character.</summary>
    private static readonly int[] Fillers = [0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0, 0xfffd];

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && !name.EnumerateRunes().Any(IsInvisible);

    /// <summary>Returns the name that a provider gives someone, shortened and without what cannot be seen, or their id there.</summary>
    public static string Of(ClaimsPrincipal user)
    {
        var name = PersonClaims.NameOf(user, claim: null) ?? user.FindFirstValue("email") ?? user.FindFirstValue("sub") ?? "";
        var visible = string.Concat(name.EnumerateRunes().Where(one => !IsInvisible(one))).Trim();
        return visible.Length == 0 ? "Someone" : visible.Length > MaxLength - Room ? Shortened(visible) : visible;
    }

    private static string Shortened(string name)
    {
        var length = MaxLength - Room;
        return name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)].Trim();
    }

    /// <summary>Characters with which a name could look like another, or break lines.</summary>
    private static bool IsInvisible(Rune one) => Fillers.Contains(one.Value) || Rune.GetUnicodeCategory(one) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
