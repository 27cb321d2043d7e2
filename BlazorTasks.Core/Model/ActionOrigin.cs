namespace BlazorTasks;

/// <summary>Who gives a command, how they signed in, and from where. Recorded in the audit log with the command.</summary>
/// <param name="PersonId">The stable id of the person, see <see cref="Person.Id"/>.</param>
/// <param name="SignedInWith">How they signed in, see <see cref="Person.SignedInWith"/>, or null if that is unknown.</param>
/// <param name="Address">The IP address from which they act, see <see cref="Person.Address"/>, or null if that is unknown.</param>
public sealed record ActionOrigin(string PersonId, string? SignedInWith, string? Address)
{
    private static readonly AsyncLocal<ActionOrigin?> Ambient = new();

    /// <summary>
    /// The origin of what is being done now, or null for the application itself. What an asynchronous method sets is in effect
    /// until it returns.
    /// </summary>
    internal static ActionOrigin? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    internal static ActionOrigin Of(Person by) => new(by.Id, by.SignedInWith, by.Address);
}
