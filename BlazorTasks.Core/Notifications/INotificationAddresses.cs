namespace BlazorTasks.Notifications;

/// <summary>How people are reached. There is none in an application that sends no notifications.</summary>
public interface INotificationAddresses
{
    /// <summary>Gets whether e-mail is sent.</summary>
    bool SendsMail { get; }

    /// <summary>Returns the e-mail address of a person, or null if none is known or no e-mail is sent.</summary>
    /// <param name="person">The id of the person.</param>
    ValueTask<string?> FindAsync(string person);
}
