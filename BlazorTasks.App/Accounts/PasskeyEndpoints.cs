using Microsoft.AspNetCore.Mvc;

namespace BlazorTasks.App.Accounts;

/// <summary>Passkeys: what the browser needs to create and use them, and what it sends back.</summary>
internal static class PasskeyEndpoints
{
    public const string Script = "/account/passkeys.js";
    public const string SignInOptions = "/account/passkey-sign-in-options";
    public const string SignIn = "/account/passkey-sign-in";
    public const string Options = "/account/passkey-options";
    public const string Add = "/account/passkeys";
    public const string Remove = "/account/remove-passkey";

    private const string Json = "application/json";

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapGet(Script, () => TypedResults.Stream(
            typeof(PasskeyEndpoints).Assembly.GetManifestResourceStream("passkeys.js")!,
            "text/javascript"));
        app.MapPost(SignInOptions, async ([FromForm] PasskeyForm _, Passkeys passkeys) =>
            TypedResults.Text(await passkeys.SignInOptionsAsync(), Json));
        app.MapPost(SignIn, SignInAsync);
    }

    /// <summary>Maps what people do with their own passkeys.</summary>
    public static void MapOwnPasskeys(this IEndpointRouteBuilder pages)
    {
        pages.MapPost(Options, OptionsAsync);
        pages.MapPost(Add, AddAsync);
        pages.MapPost(Remove, RemoveAsync);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, [FromForm] PasskeyForm form, PasskeySignIn signIn) =>
        AccountEndpoints.AnswerTo(
            new SignInForm { ReturnUrl = form.ReturnUrl },
            await signIn.SignInAsync(form.Credential, ClientAddress.Of(context)),
            isCode: false);

    /// <summary>Checks everything before the browser creates a passkey, which would stay on the device for nothing.</summary>
    private static async Task<IResult> OptionsAsync([FromForm] PasskeyForm form, OwnAccount own, Passkeys passkeys) =>
        await WhyNotAsync(form, own, passkeys) is { } problem
            ? TypedResults.Text(problem, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.Text(await passkeys.CreationOptionsAsync(own.Account), Json);

    private static async Task<IResult> AddAsync([FromForm] PasskeyForm form, OwnAccount own, Passkeys passkeys)
    {
        var problem = await WhyNotAsync(form, own, passkeys)
            ?? await passkeys.AddAsync(own.Account, form.Name.Trim(), form.Credential);
        if (problem is not null)
        {
            return await OwnAccountEndpoints.PageAsync(own, passkeys, AccountSection.Passkeys, problem);
        }

        await own.ChangedAsync($"passkey {form.Name.Trim()} added");
        return await OwnAccountEndpoints.PageAsync(own, passkeys, done: "You can sign in with this passkey from now on.");
    }

    private static async Task<IResult> RemoveAsync([FromForm] PasskeyForm form, OwnAccount own, Passkeys passkeys)
    {
        if (await passkeys.RemoveAsync(own.Account, form.Id) is { } name)
        {
            await own.ChangedAsync($"passkey {name} removed");
        }

        return await OwnAccountEndpoints.PageAsync(own, passkeys, done: "The passkey was removed. You can also delete it on your device.");
    }

    private static async Task<string?> WhyNotAsync(PasskeyForm form, OwnAccount own, Passkeys passkeys) =>
        !AccountName.IsValid(form.Name.Trim()) ? $"The name of a passkey has 1 to {AccountName.MaxLength} visible characters."
        : await own.WhyNotPasswordAsync(form.Current) ?? await passkeys.WhyNotAsync(own.Account);
}
