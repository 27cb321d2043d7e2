using BlazorTasks.App.Samples.Newsletter;

namespace BlazorTasks.Tests.App;

public sealed class SendNewsletterTests : IDisposable
{
    private static readonly object Spring =
        new
        {
            subject = "Våren är här\nBcc: all@example.org",
            body = "20 % off until Sunday. https://fjord.se/spring",
            recipient = "marketing@fjord.se"
        };
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Send_FailsAtFirst_IsRetriedAskedOnceAndLiesInTheMailFolder()
    {
        await using var host = Open();
        host.Answer("What should the message say", Spring).Answer("Attempt 1 of 3 failed", Prompt.Retry).Answer(
            "Send “",
            true,
            new Person("Anna Lind"));

        var run = await host.RunAsync("send-a-newsletter");

        run
            .Should().BeEquivalentTo(
            new
            {
                State = TaskState.Succeeded,
                Steps = new[] { "Read the text", "Check the links", "Lay out the message", "Add the recipient",
                "Connect to the mail server", "Connect to the mail server", "Send" }
            });
        run.Events.OfType<StepReused>().Should().HaveCount(4);
        run.Task.Attempt.Should().Be(2);
        run.Log.Should().Contain(["6 words, 1 min to read", "fjord.se: OK", "To marketing@fjord.se", "The mail server is ready"]);
        var sent = run.ResultAs<SentLetter>();
        var letter = await File.ReadAllTextAsync(Path.Combine(_folder.Path, sent.File));
        letter.Should().Contain("To: marketing@fjord.se").And.NotContain("\nBcc:", "a line break in the subject starts no header");
        Directory.GetDirectories(_folder.File("mail/tmp")).Should().BeEmpty();
    }

    [Fact]
    public async Task Send_NotConfirmed_IsDeclinedAndNothingIsSent()
    {
        await using var host = Open();
        host.Answer("What should the message say", Spring).Answer("Send “", false, new Person("Anna Lind"));

        var run = await host.RunAsync("send-a-newsletter", new { fail_at_first = false, time_for_each_step = 0 });

        run.State.Should().Be(TaskState.Declined);
        Directory.Exists(_folder.File("mail/new")).Should().BeFalse();
    }

    [Fact]
    public async Task Send_GivenUp_FailsWithWhatTheServerSaid()
    {
        await using var host = Open();
        host.Answer("What should the message say", Spring).Answer("Attempt 1 of 3 failed", Prompt.GiveUp);

        var run = await host.RunAsync("send-a-newsletter");

        run.Task.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.RetryDeclined });
        run.Error!.Message.Should().StartWith("The mail server closed the connection");
    }

    [Theory]
    [InlineData("marketing@fjord")]
    [InlineData("a@fjord.se, b@fjord.se")]
    public async Task Ask_NoFullAddress_IsRefusedAtTheField(string recipient)
    {
        await using var host = Open();
        host.Answer("What should the message say", new { subject = "Hi", body = "Text", recipient });

        await host.Awaiting(one => one.RunAsync("send-a-newsletter"))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*recipient: Enter an email address*");
    }

    public void Dispose() => _folder.Dispose();

    private TaskTestHost Open() =>
        new(tasks => tasks.AddTasksFrom(typeof(SendNewsletter).Assembly).Services.AddSingleton(new Maildir(_folder.File("mail"))));
}
