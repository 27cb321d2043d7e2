namespace BlazorTasks.Tests.App.Accounts;

/// <summary>
/// Every endpoint of the accounts, asked by everyone, without the token of a form. A new endpoint without a row fails. What the
/// dashboard maps is in endpoint-access.txt.
/// </summary>
public sealed class AccountEndpointsTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private const string Expected =
        """
        endpoint                                 anonymous  signed-in  foreign
        GET account                              302        200        200
        GET account/passkeys.js                  200        200        200
        GET account/sign-in                      200        200        200
        GET account/two-factor                   302        200        200
        POST account/code                        400        400        403
        POST account/no-two-factor               302        400        403
        POST account/passkey-options             302        400        403
        POST account/passkey-sign-in             400        400        403
        POST account/passkey-sign-in-options     400        400        403
        POST account/passkeys                    302        400        403
        POST account/password                    302        400        403
        POST account/remove-passkey              302        400        403
        POST account/sign-in                     400        400        403
        POST account/sign-out                    302        302        403
        POST account/sign-out-everywhere         302        302        403
        POST account/two-factor                  302        400        403
        """;

    [Fact]
    public async Task Endpoints_AskedByEveryone_AnswerAsTheTableSays()
    {
        await host.AddAsync("Siv");
        using var anonymous = host.Visit();
        using var signedIn = host.Visit();
        var actual = new StringBuilder(Row("endpoint", "anonymous", "signed-in", "foreign"));
        foreach (var (method, path) in Endpoints())
        {
            var nobody = await AskAsync(anonymous, method, path, "same-origin");
            await SignInAgainAsync(signedIn);
            var foreign = await AskAsync(signedIn, method, path, "cross-site");
            var somebody = await AskAsync(signedIn, method, path, "same-origin");
            actual.Append('\n').Append(Row($"{method} {path}", nobody, somebody, foreign));
        }

        actual.ToString().Should().Be(Expected);
    }

    private IEnumerable<(string Method, string Path)> Endpoints() => host.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith(AccountEndpoints.Root, StringComparison.Ordinal))
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
            .Select(method => (method, endpoint.RoutePattern.RawText!.Trim('/'))))
        .Order();

    private static string Row(string endpoint, string anonymous, string signedIn, string foreign) =>
        $"{endpoint,-40} {anonymous,-10} {signedIn,-10} {foreign}";

    private static async Task<string> AskAsync(SignInClient visitor, string method, string path, string site)
    {
        using var form = method == HttpMethods.Get ? null : new FormUrlEncodedContent([]);
        using var response = await visitor.SendAsync(new HttpMethod(method), $"/{path}", site, form);
        return $"{(int)response.StatusCode}";
    }

    private static async Task SignInAgainAsync(SignInClient visitor)
    {
        using var account = await visitor.GetAsync(AccountEndpoints.Root);
        if (account.StatusCode != HttpStatusCode.OK)
        {
            await visitor.SignInAsync("Siv");
        }
    }
}
