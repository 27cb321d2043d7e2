namespace BlazorTasks.Tests.Browser;

/// <summary>
/// Three tasks that ask people, each answered in two tabs with a reload in the middle, against the App as a process of its
/// own.
/// </summary>
[Collection(nameof(Browsers))]
public sealed partial class PromptsJourney(Browsers browsers) : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task Newsletter_TwoTabsAndAReload_IsWrittenRetriedConfirmedAndSent()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);
        var page = await visitor.OpenAsync("start/send-a-newsletter");
        await page.GetByLabel("Time for each step").FillAsync("0");
        await StartAsync(page);
        var inbox = await visitor.OpenAsync("inbox");
        await Expect(inbox).ToHaveTitleAsync("(1) Inbox · BlazorTasks");

        await page.GetByLabel("Subject").FillAsync("Spring sale");
        await page.GetByLabel("Text").FillAsync("Half of the le");
        await page.ReloadAsync();
        await page.LiveAsync();
        await Expect(page.GetByLabel("Subject")).ToHaveValueAsync("Spring sale");
        await Expect(page.GetByLabel("Text")).ToHaveValueAsync("Half of the le");
        await page.GetByLabel("Recipient").FillAsync("marketing@fjord");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(page.Locator(".err")).ToContainTextAsync("Enter an email address");
        await Expect(page.GetByLabel("Recipient")).ToBeFocusedAsync();
        await page.GetByLabel("Recipient").FillAsync("marketing@fjord.se");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Try again?");
        await Expect(inbox.GetByRole(AriaRole.Heading, new() { Name = "Attempt 1 of 3 failed. Try again?" })).ToBeVisibleAsync();
        await inbox.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true }).ClickAsync();
        await Expect(inbox.GetByRole(AriaRole.Heading, new() { Name = "Send “Spring sale” to marketing@fjord.se?" })).ToBeVisibleAsync();
        await inbox.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded");
        await Expect(page.Locator(".talk li")).ToHaveCountAsync(3);
        await inbox.Locator("h1").ClickAsync(); // away from the list, which holds still while someone is at work in it
        await Expect(inbox.GetByText("No questions for you")).ToBeVisibleAsync();
        await Expect(inbox).ToHaveTitleAsync("Inbox · BlazorTasks");
        Directory.GetFiles(_data.File("mail/new")).Should().ContainSingle();
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Comments_TwoTabsAndAReload_AreDecidedOneAfterTheOther()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);
        var page = await visitor.OpenAsync("start/moderate-comments");
        await StartAsync(page);
        var cards = await visitor.OpenAsync();

        await Expect(cards.Locator(".card .prompt-q")).ToHaveTextAsync("Publish Jonas’s comment?");
        await Expect(cards.Locator(".tile[data-hot]")).ToContainTextAsync("Waiting for you");
        await cards.Locator(".card").GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Publish Eva’s comment?" })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await page.LiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit…" }).ClickAsync();
        await Expect(cards.Locator(".card .prompt-q")).ToHaveTextAsync("Edit Eva’s comment");
        await cards.GetByRole(AriaRole.Button, new() { Name = "Answer Moderate comments" }).ClickAsync();
        await Expect(cards.GetByLabel("Comment", new() { Exact = true })).ToBeFocusedAsync();
        await cards.GetByLabel("Comment", new() { Exact = true }).FillAsync("Why does nobody answer?");
        await cards.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Publish Lars’s comment?" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Publish Finn’s comment?" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded");
        await Expect(page.Locator(".result")).ToContainTextAsync("Why does nobody answer?");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Expense_TwoTabsAndAReload_IsApprovedBySomebodyElse()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);
        var page = await visitor.OpenAsync("start/approve-an-expense");
        await page.GetByLabel("Amount").FillAsync("1840");
        await page.GetByLabel("Purpose").FillAsync("A tent");
        await page.GetByLabel("Requester").FillAsync("Anna Lind");
        await StartAsync(page);
        var rows = await visitor.OpenAsync("?view=rows");

        await rows.GetByRole(AriaRole.Button, new() { NameRegex = AnswerButton() }).ClickAsync();
        await rows.GetByLabel("Your name").FillAsync("Anna Lind");
        await rows.GetByRole(AriaRole.Radio, new() { Name = "Approve" }).CheckAsync();
        await rows.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(rows.Locator(".err")).ToHaveTextAsync("Someone other than Anna Lind");
        await page.ReloadAsync();
        await page.LiveAsync();
        await rows.GetByLabel("Your name").FillAsync("Jonas Berg");
        await rows.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded");
        await Expect(page.Locator(".result")).ToContainTextAsync("Jonas Berg");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Keyboard_Alone_GoesToTheQuestionAnswersAndUndoes()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);
        var page = await visitor.OpenAsync("start/send-a-newsletter");
        await page.GetByLabel("Time for each step").FillAsync("0");
        await page.GetByLabel("Fail at first").UncheckAsync();
        await StartAsync(page);
        await page.GetByLabel("Subject").FillAsync("Hi");
        await page.GetByLabel("Text").FillAsync("There");
        await page.GetByLabel("Recipient").FillAsync("a@fjord.se");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Do not send" })).ToBeVisibleAsync();

        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("y");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToHaveCountAsync(0); // no question is in focus
        await page.Keyboard.PressAsync("a");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Declined");
        visitor.Problems.Should().BeEmpty();
    }

    public void Dispose() => _data.Dispose();

    private static async Task StartAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(TaskAddress());
    }

    [GeneratedRegex("/task/")]
    private static partial Regex TaskAddress();

    [GeneratedRegex("^Answer Approve an expense")]
    private static partial Regex AnswerButton();
}
