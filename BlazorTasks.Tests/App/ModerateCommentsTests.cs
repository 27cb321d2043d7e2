using BlazorTasks.App.Samples.Comments;

namespace BlazorTasks.Tests.App;

public class ModerateCommentsTests
{
    private const string Question = "Publish ";

    [Fact]
    public async Task Moderate_Sample_AsksOnlyAboutWhatIsFlagged()
    {
        await using var host = Open();
        host.Answer($"{Question}Jonas", "reject").Answer($"{Question}Eva", "edit").Answer(
            "Edit Eva’s comment",
            new { text = "Why does nobody answer the telephone?" })
            .Answer($"{Question}Lars", "approve").LeaveUnanswered($"{Question}Finn");

        var run = await host.RunAsync("moderate-comments", new { review_hours = 1 });

        var moderation = run.ResultAs<Moderation>();
        moderation.Comments.Select(one => (one.Author, one.Verdict)).Should().Equal(
            ("Anna", "published"), ("Jonas", "rejected"), ("Mei", "published"), ("Eva", "edited"),
            ("Omar", "published"), ("Lars", "approved"), ("Noor", "published"), ("Finn", "rejected"));
        moderation.Comments[3].Text.Should().Be("Why does nobody answer the telephone?");
        moderation.Should().BeEquivalentTo(new { Published = 6, Rejected = 2 });
        run.Questions[0].Body.Should().Contain("it contains a link").And.Contain("watches.example");
    }

    [Theory]
    [InlineData("see www.example.org", "it contains a link")]
    [InlineData("What a SCAM", "it contains “scam”")]
    [InlineData("NOBODY ANSWERS ME", "it is all in capitals")]
    [InlineData("noooooo", "it repeats a character many times")]
    [InlineData("OK", null)]
    [InlineData("Wait........ it works", null)]
    [InlineData("ÅÄÖ 42", null)]
    public void Flag_Text_SaysWhy(string text, string? reason) => CommentRules.Flag(text).Should().Be(reason);

    [Fact]
    public async Task Moderate_FileOfASpreadsheet_KeepsTheLetters()
    {
        using var folder = new TempFolder();
        await using var host = new TaskTestHost(
            tasks => tasks.AddTasksFrom(typeof(ModerateComments).Assembly).Configure(options => options.UploadFolder = folder.Path));
        var file = await host.Monitor.Uploads.SaveAsync(
            "list.csv",
            new MemoryStream(Encoding.Latin1.GetBytes("Author;TEXT\nJosé Núñez;Très bien\n")),
            default);

        var run = await host.RunAsync("moderate-comments", new { file });

        run.ResultAs<Moderation>().Comments.Should().Equal(new Decision("José Núñez", "published", "Très bien"));
    }

    private static TaskTestHost Open() => new(tasks => tasks.AddTasksFrom(typeof(ModerateComments).Assembly));
}
