using BlazorTasks.Prompts;

namespace BlazorTasks.Tests.Core.Prompts;

public sealed class PromptLimitsTests
{
    private static readonly FormSchema Yes = PromptForms.Confirm("?", "Yes", "No");

    [Fact]
    public void Check_EachLimitOfTheOptions_IsReportedWithItsNumber()
    {
        var limits = new BlazorTasksOptions
        {
            MaxPromptTitle = 20,
            MaxPromptBody = 30,
            MaxPromptFields = 1,
            MaxPromptChoices = 2,
            MaxPromptTimeout = TimeSpan.FromHours(36)
        };
        var choices = PromptForms.Choice("?", [.. Enumerable.Range(1, 3).Select(i => new FieldOption($"{i}", $"{i}"))]);

        Wrong(new string('x', 21), Yes, PromptOptions.None).WithMessage("*at most 20 characters in the title, but has 21*");
        Wrong("?", Yes, new PromptOptions { Body = new string('x', 31) }).WithMessage("*at most 30 characters in the body, but has 31*");
        Wrong("?", new FormSchema([.. Yes.Fields, .. choices.Fields]), PromptOptions.None).WithMessage("*at most 1 fields, but has 2*");
        Wrong("?", choices, PromptOptions.None).WithMessage("*at most 2 choices, but has 3*");
        Wrong("?", Yes, new PromptOptions { Timeout = TimeSpan.FromDays(2) }).WithMessage("*at most 1.5 days*");

        FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Wrong(string title, FormSchema form, PromptOptions options) =>
            FluentActions.Invoking(() => PromptLimits.Check(title, form, options, limits)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Check_NoTimeoutOfItsOwn_UsesThatOfTheOptions()
    {
        PromptLimits.Check("?", Yes, PromptOptions.None, new BlazorTasksOptions()).Should().Be(TimeSpan.FromHours(24));
        PromptLimits.Check("?", Yes, PromptOptions.None, new BlazorTasksOptions { PromptTimeout = TimeSpan.FromHours(2) })
            .Should().Be(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task AnswerAsync_LargerThanTheOptionAllows_IsRejectedAndCanBeRepeated()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxAnswerBytes = 100));
        var task = test.Monitor.Start("Asks", async task => await task.AskAsync<Note>("What?"));
        var asked = await test.AskedAsync(task);

        var refused = await test.Monitor.AnswerAsync(task.Id, asked.Prompt!.Id, Json.Parse($$"""{"text":"{{new string('x', 200)}}"}"""));
        var accepted = await test.Monitor.AnswerAsync(task.Id, asked.Prompt.Id, Json.Parse("""{"text":"short"}"""));

        (refused.Outcome, refused.Errors[""]).Should().Be((CommandOutcome.Invalid, "The answer is larger than 100 bytes."));
        accepted.IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task Error_LongerThanTheOptionAllows_IsCutAndReportsIt()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxErrorText = 200));
        var task = test.Monitor.Start("Fails", _ => throw new InvalidOperationException(new string('x', 1_000)));

        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TestMonitor.MaxWait);

        task.Snapshot.ErrorMessage
            .Should().StartWith(new string('x', 190)).And.EndWith("more characters truncated)")
            .And.HaveLength(200 + "… (800 more characters truncated)".Length);
    }

    public sealed record Note(string Text);
}
