using BlazorTasks.App.Hosting;
using BlazorTasks.Dashboard;
using BlazorTasks.Dashboard.Components.Layout;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTasks.App.Accounts;

/// <summary>Adds accounts to the App.</summary>
internal static class AccountsServices
{
    private const int MinPasswordLength = 12;
    private const int HashIterations = 210_000;
    private const int MaxFailures = 5;
    private static readonly TimeSpan LockoutTime = TimeSpan.FromMinutes(5);

    /// <summary>Adds what is needed to read and change accounts.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration, DataFolder data)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDbContext<AccountsDb>(options => AccountsDb.Configure(options, configuration, data));
        services.AddIdentityCore<Account>(Configure)
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddEntityFrameworkStores<AccountsDb>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        services.AddSingleton<AccountDirectory>();
        return services;
    }

    /// <summary>Adds the page on which administrators manage accounts, or create the first one, and the sign-in if there is one.</summary>
    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration, SignInState signIn)
    {
        var openId = OpenIdSettings.Read(configuration);
        services.AddSingleton(openId);
        services.AddSingleton(signIn);
        services.AddScoped<AccountAdministration>();
        services.Configure<DashboardOptions>(dashboard =>
            dashboard.Pages = (typeof(AccountsServices).Assembly, [new NavigationItem("people", "people", "People")]));
        if (signIn.IsRequired)
        {
            services.AddSignIn(openId, NetworkAccess.IsEncrypted(configuration));
        }
    }

    private static void AddSignIn(this IServiceCollection services, OpenIdSettings openId, bool isEncrypted)
    {
        new IdentityBuilder(typeof(Account), services).AddSignInManager<AccountSignInManager>().AddDefaultTokenProviders();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(options =>
        {
            (options.Cookie.Name, options.Cookie.SameSite) = (isEncrypted ? "__Host-bt" : "bt", SameSiteMode.Strict);
            (options.ExpireTimeSpan, options.SlidingExpiration) = (AccountSessions.IdleTimeout, true);
            (options.LoginPath, options.ReturnUrlParameter) = (AccountEndpoints.SignIn, AccountEndpoints.ReturnUrl);
            options.Events.OnSigningIn = AccountSessions.BeginAsync;
            options.Events.OnValidatePrincipal = AccountSessions.ValidateAsync;
        });
        services.ConfigureAll<CookieAuthenticationOptions>(options =>
            options.Cookie.SecurePolicy = isEncrypted ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        services.Configure<IdentityPasskeyOptions>(Passkeys.Configure);
        services.AddAuthorizationBuilder().AddPolicy(AccountEndpoints.Policy, policy => policy.RequireAssertion(AccountEndpoints.MayPass));
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddScoped<AccountSessions>();
        services.AddScoped<OwnAccount>();
        services.AddScoped<Passkeys>();
        services.AddScoped<PasskeySignIn>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<SignInCompletion>();
        services.AddScoped<TwoFactorSetup>();
        services.AddSingleton<SignInLimit>();
        services.AddSingleton<SignInAudit>();
        services.Configure<DashboardOptions>(Configure);
        if (openId.IsUsed)
        {
            services.AddOpenId(openId, isEncrypted);
        }
    }

    private static void Configure(IdentityOptions options)
    {
        // long instead of complicated, as NIST SP 800-63B recommends
        options.Password = new PasswordOptions
        {
            RequiredLength = MinPasswordLength,
            RequiredUniqueChars = 5,
            RequireDigit = false,
            RequireLowercase = false,
            RequireNonAlphanumeric = false,
            RequireUppercase = false,
        };
        options.User.AllowedUserNameCharacters = ""; // any: they are names of people
        (options.Lockout.MaxFailedAccessAttempts, options.Lockout.DefaultLockoutTimeSpan) = (MaxFailures, LockoutTime);
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
    }

    private static void Configure(DashboardOptions dashboard)
    {
        dashboard.AdminRoles.Add(AccountClaims.RoleOf(TaskRole.Admin));
        dashboard.OperatorRoles.Add(AccountClaims.RoleOf(TaskRole.Operator));
        dashboard.ViewerRoles.Add(AccountClaims.RoleOf(TaskRole.Viewer));
        dashboard.DefaultRole = null;
        (dashboard.AccountUrl, dashboard.SignOutUrl) = (AccountEndpoints.Root, AccountEndpoints.SignOut);
        dashboard.RefreshUser = (user, services) => services.GetRequiredService<AccountSessions>().RefreshAsync(user);
    }
}
