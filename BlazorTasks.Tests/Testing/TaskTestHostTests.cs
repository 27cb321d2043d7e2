namespace BlazorTasks.Tests.Testing;

/// <summary>The kit with which people test the tasks that they write.</summary>
public class TaskTestHostTests
{
    [Fact]
    public async Task Run_WaitsOfHours_PassImmediately()
    {
        await using var host = new TaskTestHost();
        var before = host.Time.GetUtcNow();

        var run = await host.RunAsync(async task =>
        {
            for (var hour = 0; hour < 48; hour++)
            {
                await Task.Delay(TimeSpan.FromHours(1), host.Time, task.CancellationToken);
                task.Log($"hour {hour}");
            }

            return 48;
        });

        run.ResultAs<int>().Should().Be(48);
        run.Log.Should().HaveCount(48);
        (host.Time.GetUtcNow() - before).Should().BeGreaterThanOrEqualTo(TimeSpan.FromHours(48)).And.BeLessThan(TimeSpan.FromHours(49));
    }

    [Fact]
    public async Task Advance_OverAWeekend_RunsTheScheduleOnEachWeekday()
    {
        await using var host = new TaskTestHost(tasks => tasks
            .AddTasksFrom(typeof(SampleTasks).Assembly)
            .AddSchedule("nightly", new ScheduleSettings
            {
                Definition = "double",
                Input = Json.Parse("""{"number":21}"""),
                Rule = new ScheduleRule { Cron = "0 3 * * MON-FRI", TimeZone = "Europe/Berlin" },
            })); // the clock starts on a Saturday

        var runs = await host.AdvanceAsync(TimeSpan.FromDays(7));

        runs.Select(run => run.Task.DueAt!.Value.UtcDateTime.DayOfWeek).Should().Equal(
            DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday);
        runs.Should().AllSatisfy(run => run.ResultAs<int>().Should().Be(42));
    }

    [Fact]
    public async Task Run_ScriptedAnswers_AreGivenInTheirOrder()
    {
        await using var host = new TaskTestHost { Person = new Person("Anna Lind") };
        host.Answer("Sure?", false).Answer("Sure?", true).Answer("Where", "Oslo");

        var run = await host.RunAsync(async task =>
            $"{await task.ConfirmAsync("Sure?")} {await task.ConfirmAsync("Sure?")} {await task.ChooseAsync("Where to?", "Lund", "Oslo")}");

        run.ResultAs<string>().Should().Be("False True Oslo");
        run.Questions.Select(question => question.Title).Should().Equal("Sure?", "Sure?", "Where to?");
        run.Events.OfType<PromptAnswered>().Should().OnlyContain(answer => answer.By == "Anna Lind");
    }

    [Fact]
    public async Task Run_QuestionWithoutAnswer_SaysWhichOne()
    {
        await using var host = new TaskTestHost();

        await host.Awaiting(one => one.RunAsync(task => task.ConfirmAsync("Publish?"))).Should().ThrowAsync<UnansweredPromptException>()
            .WithMessage("Test asked \"Publish?\", but the test has no answer for it*");
    }

    [Fact]
    public async Task LeaveUnanswered_AppliesTheDefaultAtItsDeadline()
    {
        await using var host = new TaskTestHost();
        host.LeaveUnanswered("Keep it?");

        var run = await host.RunAsync(task => task.ConfirmAsync("Keep it?", new() { Default = true, Timeout = TimeSpan.FromDays(2) }));

        run.ResultAs<bool>().Should().BeTrue();
        run.Events.OfType<PromptAnswered>().Single().IsDefault.Should().BeTrue();
    }

    [Fact]
    public async Task Run_FailsAndTriesAgain_PassesThePauses()
    {
        await using var host = new TaskTestHost();

        var run = await host.RunAsync(task => task.Attempt < 3 ? throw new IOException("not yet")
            : Task.FromResult(task.Attempt), new() { Policy = new() { MaxAttempts = 3, RetryDelay = TimeSpan.FromMinutes(10) } });

        run.ResultAs<int>().Should().Be(3);
        run.Events.OfType<TaskBackoff>().Should().HaveCount(2);
    }

    [Fact]
    public async Task Run_Fails_ReportsTheError()
    {
        await using var host = new TaskTestHost();

        var run = await host.RunAsync(_ => Task.FromException(new IOException("The disk is full.")));

        run.Should().BeEquivalentTo(new { State = TaskState.Failed, Error = new { Message = "The disk is full." } });
        run.Invoking(one => one.ResultAs<int>()).Should().Throw<InvalidOperationException>()
            .WithMessage("*ended with the state Failed: The disk is full.");
    }

    [Fact]
    public async Task Run_Definition_GetsServicesAndInputs()
    {
        await using var host = new TaskTestHost(tasks => tasks.AddTasksFrom(typeof(SampleTasks).Assembly).Services.AddSingleton<Ledger>());

        (await host.RunAsync("double", new { number = 21 })).ResultAs<int>().Should().Be(42);
        await host.Awaiting(one => one.RunAsync("double", new { number = "many" })).Should().ThrowAsync<InvalidInputException>();
    }
}
