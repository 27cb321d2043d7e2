using BlazorTasks.App.Samples.Words;

namespace BlazorTasks.Tests.App;

public class StreamWordsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Stream_Text_WritesEachWordAtItsTime()
    {
        await using var test = Open();
        var task = await test.Monitor.StartAsync(
            "stream-words",
            Json.Parse("""{"text":"one  two,\n\tthree <b>four</b>","words_per_second":2}"""));

        var waits = new List<TimeSpan>();
        while (await _time.PassNextWaitAsync(task.Completion) is { } wait)
        {
            waits.Add(wait);
        }

        waits.Should().Equal(Enumerable.Repeat(TimeSpan.FromSeconds(0.5), 4));
        (await test.LinesAsync(task.Id)).Select(line => line.Text).Should().Equal("one", "two,", "three", "<b>four</b>");
        (await test.Monitor.ReadAsync(task.Id))!.Result!.Value.GetProperty("words").GetInt32().Should().Be(4);
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Progress = 100.0, Status = "Word 4 of 4", Warnings = 0 });
    }

    [Fact]
    public async Task Stream_LateWord_CatchesUpWithThePace()
    {
        await using var test = Open();
        var task = await test.Monitor.StartAsync("stream-words", Json.Parse("""{"text":"one two three four","words_per_second":1}"""));
        await _time.PassNextWaitAsync(task.Completion);
        await test.Until(task.Id, snapshot => snapshot.Status == "Word 1 of 4");

        _time.Advance(TimeSpan.FromSeconds(2.5)); // as when the machine was busy

        (await _time.PassNextWaitAsync(task.Completion)).Should().Be(TimeSpan.FromSeconds(0.5));
        await task.Completion;
    }

    [Fact]
    public async Task Stream_WithoutAText_StreamsTheSample()
    {
        await using var test = Open();
        var task = await test.Monitor.StartAsync("stream-words", Json.Parse("""{"text":""}"""));

        while (await _time.PassNextWaitAsync(task.Completion) is not null)
        {
        }

        (await test.LinesAsync(task.Id)).Should().HaveCountGreaterThan(40).And.Subject.First().Text.Should().Be("Long-running");
    }

    [Fact]
    public async Task Stream_BlankText_SucceedsWithAWarning()
    {
        await using var test = Open();

        var (task, result) = await test.RunAsync("stream-words", """{"text":" \n "}""");

        task.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Warnings = 1 });
        result.GetProperty("words").GetInt32().Should().Be(0);
        (await test.LinesAsync(task.Id)).Should().ContainSingle().Which.Text.Should().Be("The text contains no words");
    }

    [Fact]
    public async Task Stream_CancelledHalfWay_KeepsTheWordsSoFar()
    {
        await using var test = Open();
        var task = await test.Monitor.StartAsync("stream-words", Json.Parse("""{"text":"one two three four"}"""));
        await _time.PassNextWaitAsync(task.Completion);
        await _time.PassNextWaitAsync(task.Completion);
        await test.Until(task.Id, snapshot => snapshot.Progress >= 50);

        await task.CancelAsync();

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        (await test.LinesAsync(task.Id)).Select(line => line.Text).Should().Equal("one", "two");
    }

    [Theory]
    [InlineData("""{"words_per_second":0}""", "words_per_second: Enter a number from 0.1 to 1,000.")]
    [InlineData("""{"text":5}""", "text: Enter text.")]
    public async Task Start_WrongInput_SaysWhatToEnter(string input, string expected)
    {
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("stream-words", input)).Should().ThrowAsync<InvalidInputException>().WithMessage(expected);
    }

    /// <summary>Only the sample lives by the clock that the test moves; the engine shows things in real time.</summary>
    private TestMonitor Open() => new(tasks =>
        tasks.AddTasksFrom(typeof(StreamWords).Assembly).Services.AddTransient(_ => new StreamWords(_time)));
}
