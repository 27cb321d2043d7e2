namespace BlazorTasks.Tests.App.Accounts;

/// <summary>A browser as far as signing in needs one: it keeps cookies, and sends forms with their hidden fields.</summary>
public sealed partial class SignInClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    public Task<HttpResponseMessage> GetAsync(string path, string? site = null) => SendAsync(HttpMethod.Get, path, site, null);

    /// <summary>Sends the form of a page, with other values.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string page,
        string action,
        IReadOnlyDictionary<string, string> values,
        string? site = "same-origin")
    {
        return await SendFormAsync(await (await GetAsync(page)).Content.ReadAsStringAsync(), action, values, site);
    }

    /// <summary>Sends a form of a page that was received.</summary>
    public Task<HttpResponseMessage> SendFormAsync(
        string html,
        string action,
        IReadOnlyDictionary<string, string> values,
        string? site = "same-origin")
    {
        var fields = Hidden().Matches(html)
            .Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)))
            .Where(field => !values.ContainsKey(field.Key))
            .DistinctBy(field => field.Key);
        return SendAsync(HttpMethod.Post, action, site, new FormUrlEncodedContent(values.Concat(fields)));
    }

    public Task<HttpResponseMessage> SignInAsync(
        string name,
        string password = AccountsHost.Password,
        string page = AccountEndpoints.SignIn) =>
        PostAsync(page, AccountEndpoints.SignIn, new Dictionary<string, string> { ["name"] = name, ["password"] = password });

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? site, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return await _http.SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
