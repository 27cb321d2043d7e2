using BlazorTasks.App.Samples.Expenses;

namespace BlazorTasks.Tests.App;

public class ApproveExpenseTests
{
    private const string Question = "Approve 1,840.00 for A tent?";
    private static readonly object Tent = new { amount = 1840, purpose = "A tent", requester = "Anna Lind" };

    [Fact]
    public async Task Approve_UpToTheLimit_AsksNobody()
    {
        await using var host = Open();

        var run = await host.RunAsync("approve-an-expense", new { amount = 500, purpose = "Pegs", requester = "Anna Lind" });

        run.Questions.Should().BeEmpty();
        run.ResultAs<Approval>().ApprovedBy.Should().Be("the rule");
    }

    [Fact]
    public async Task Approve_ByName_AcceptsSomebodyElse()
    {
        await using var host = Open();
        host.Answer(Question, new { name = "Jonas Berg", decision = "approve", note = "Take the green one" });

        var run = await host.RunAsync("approve-an-expense", Tent, new() { Owner = "local" });

        run.ResultAs<Approval>().Should().Be(new Approval(1840, "A tent", "Anna Lind", "Jonas Berg", "Take the green one"));
    }

    [Theory]
    [InlineData("Anna Lind")]
    [InlineData("  anna lind ")]
    public async Task Approve_ByNameOfTheRequester_IsRefusedAtTheField(string name)
    {
        await using var host = Open();
        host.Answer(Question, new { name, decision = "approve" });

        await host.Awaiting(one => one.RunAsync("approve-an-expense", Tent))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*name: Someone other than Anna Lind*");
    }

    [Fact]
    public async Task Approve_DeclinedByName_EndsDeclined()
    {
        await using var host = Open();
        host.Answer(Question, new { name = "Jonas Berg", decision = "decline" });

        (await host.RunAsync("approve-an-expense", Tent)).Task
            .Should().BeEquivalentTo(new { State = TaskState.Declined, CancelRequestedBy = "Jonas Berg" });
    }

    [Theory]
    [InlineData("Anna Lind", false)]
    [InlineData("Jonas Berg", true)]
    public async Task Approve_WithAccounts_IsForAnyoneButTheRequester(string by, bool accepted)
    {
        await using var host = Open();
        host.Answer(Question, true, new Person(by));

        var run = host.RunAsync("approve-an-expense", new { amount = 1840, purpose = "A tent" }, new() { Owner = "Anna Lind" });

        if (accepted)
        {
            (await run).State.Should().Be(TaskState.Succeeded);
        }
        else
        {
            await FluentActions.Awaiting(() => run)
                .Should().ThrowAsync<InvalidOperationException>().WithMessage("*anyone except the owner*");
        }
    }

    [Fact]
    public async Task Approve_NobodyToKnowItFrom_SaysWhatIsMissing()
    {
        await using var host = Open();

        (await host.RunAsync("approve-an-expense", new { amount = 900, purpose = "A tent" })).Error
            .Should().BeOfType<ValidationException>().Which.Message.Should().StartWith("The requester is required");
    }

    private static TaskTestHost Open() => new(tasks => tasks.AddTasksFrom(typeof(ApproveExpense).Assembly));
}
