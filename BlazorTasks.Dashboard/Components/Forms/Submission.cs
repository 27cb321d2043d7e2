namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>What a form sends, one at a time. A rejection is a message for the person who sent it.</summary>
internal sealed class Submission
{
    /// <summary>Whether it is being sent.</summary>
    public bool IsSending { get; private set; }

    /// <summary>Why it was rejected, or null.</summary>
    public string? Problem { get; set; }

    /// <summary>Sends it, unless that is being done already.</summary>
    public async Task SendAsync(Func<Task> send)
    {
        if (IsSending)
        {
            return;
        }

        (IsSending, Problem) = (true, null);
        try
        {
            await send();
        }
        catch (Exception rejected) when (ErrorText.IsRejection(rejected))
        {
            Problem = ErrorText.Of(rejected);
        }
        finally
        {
            IsSending = false;
        }
    }
}
