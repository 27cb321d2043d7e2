using System.Globalization;
using System.Security.Claims;
using BlazorTasks.Components.Access;

namespace BlazorTasks.App.Accounts;

/// <summary>The names of accounts, which others see.</summary>
internal static class AccountName
{
    /// <summary>The maximum length, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>For the number that tells people of the same name apart.</summary>
    private const int Room = 6;

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && !name.Any(IsInvisible);

    /// <summary>Returns the name that a provider gives someone, shortened and without what cannot be seen, or their id there.</summary>
    public static string Of(ClaimsPrincipal user)
    {
        var name = PersonClaims.NameOf(user, claim: null) ?? user.FindFirstValue("email") ?? user.FindFirstValue("sub") ?? "";
        var visible = string.Concat(name.Where(character => !IsInvisible(character))).Trim();
        return visible.Length == 0 ? "Someone" : visible.Length > MaxLength - Room ? visible[..(MaxLength - Room)].Trim() : visible;
    }

    /// <summary>Characters with which a name could look like another, or break lines.</summary>
    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
