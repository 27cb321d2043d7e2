using BlazorTasks.Components;

namespace BlazorTasks.Tests.Components;

public class TaskPromptTests : ComponentsTest
{
    [Fact]
    public async Task Confirm_Pressed_AnswersAndSaysSo()
    {
        var answer = false;
        var hold = new TaskCompletionSource();
        var task = await AskAsync(async task =>
        {
            answer = await task.ConfirmAsync("Publish 1,204 rows?",
                new() { Yes = "Publish", No = "Not now", Body = "3 rows were *skipped*." });
            await hold.Task;
        });
        var cut = Render<TaskPrompt>(all => all.Add(one => one.Id, task.Id));
        cut.Find(".prose em").TextContent.Should().Be("skipped");

        await PressAsync(cut, "Publish");

        cut.WaitForAssertion(() => cut.Find("[role=status]").TextContent.Should().Be("You answered “Publish” just now."));
        hold.SetResult();
        await task.Completion;
        answer.Should().BeTrue();
    }

    [Fact]
    public async Task Input_InvalidThenValid_ShowsTheMessageAtItsField()
    {
        var mail = new TaskCompletionSource<Mail>();
        var task = await AskAsync(async task => mail.SetResult(await task.AskAsync<Mail>("Who gets it?")));
        var cut = Render<TaskPrompt>(all => all.Add(one => one.Id, task.Id));
        var field = () => cut.Find("input[type=email]");

        await cut.InvokeAsync(() => field().ChangeAsync("nobody"));
        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

        cut.WaitForAssertion(() => field().GetAttribute("aria-invalid").Should().Be("true"));
        cut.Find($"#{field().GetAttribute("aria-describedby")!.Split(' ')[0].Replace(".", "\\.")}").TextContent.Should().NotBeEmpty();
        await cut.InvokeAsync(() => field().ChangeAsync("anna@example.org"));
        await cut.InvokeAsync(() => cut.Find("form").SubmitAsync());
        (await mail.Task.WaitAsync(TestMonitor.MaxWait)).Address.Should().Be("anna@example.org");
    }

    [Fact]
    public async Task Render_AnsweredElsewhere_SaysByWhom()
    {
        var hold = new TaskCompletionSource();
        var task = await AskAsync(async task =>
        {
            await task.ConfirmAsync("Sure?");
            await hold.Task;
        });
        var cut = Render<TaskPrompt>(all => all.Add(one => one.Id, task.Id));

        await Monitor.AnswerAsync(task.Id, "1", true, new Person("ben"));

        cut.WaitForAssertion(() => cut.Find("[role=status]").TextContent.Should().StartWith("ben answered “Yes”"));
        hold.SetResult();
    }

    [Fact]
    public async Task Render_QuestionForSomeoneElse_CannotBeAnswered()
    {
        var task = await AskAsync(task => task.ConfirmAsync("Approve?", new() { For = Answerers.SomeoneElse }));

        var cut = Render<TaskPrompt>(all => all.Add(one => one.Id, task.Id));

        cut.FindAll("button").Should().BeEmpty();
        cut.Markup.Should().Contain("You cannot answer this question. It is for anyone except the owner.");
    }

    [Fact]
    public async Task Prompts_MineAndOthers_ShowMineOnly()
    {
        await AskAsync(task => task.ConfirmAsync("Mine?"));
        await AskAsync(task => task.ConfirmAsync("His?"), Bens);

        var cut = Render<TaskPrompts>();

        cut.FindAll(".bt-question").Select(question => question.TextContent).Should().Equal("Mine?");
        await AskAsync(task => task.ConfirmAsync("Mine too?"));
        cut.WaitForAssertion(() => cut.FindAll(".bt-question").Should().HaveCount(2));
    }

    [Fact]
    public async Task Prompts_ForARoleOfTheViewer_CanBeAnswered()
    {
        Login.SetRoles("approvers");
        var task = await AskAsync(task => task.ConfirmAsync("Approve?", new() { For = Answerers.InRole("approvers") }), Bens);
        var cut = Render<TaskPrompts>();
        cut.Find(".bt-question").TextContent.Should().Be("Approve?");
        Render<TaskList>().FindAll("li").Should().BeEmpty("it is still Ben's task");

        await PressAsync(cut, "Yes");

        cut.WaitForAssertion(() => cut.FindAll(".bt-question").Should().BeEmpty());
        await task.Completion;
    }

    [Fact]
    public void Input_EveryKindOfField_HasALabelAndAControl()
    {
        var form = Monitor.Definitions.Find("every-structure")?.Form ?? Monitor.Definitions.Find("every-kind")!.Form;

        var cut = Render<PromptFields>(all => all.Add(one => one.Model, new FormModel(form, TimeZoneInfo.Utc))
            .Add(one => one.Prefix, "p-"));

        cut.FindAll("label, legend").Should().HaveCountGreaterThanOrEqualTo(form.Fields.Count);
        cut.FindAll("label[for]").Select(label => label.GetAttribute("for")!).Should()
            .OnlyContain(id => cut.FindAll("input, select, textarea").Any(control => control.Id == id));
    }

    private sealed record Mail([property: EmailAddress] string Address);
}
