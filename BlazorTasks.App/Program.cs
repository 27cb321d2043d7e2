using BlazorTasks;
using BlazorTasks.App.Accounts;
using BlazorTasks.App.Hosting;
using BlazorTasks.App.Samples;
using Microsoft.AspNetCore.Connections;

try
{
    if (await Commands.RunAsync(args) is { } exitCode)
    {
        return exitCode;
    }

    SignInState signIn;
    do
    {
        Console.WriteLine("Starting BlazorTasks…");
        var builder = Commands.CreateBuilder(args);
        var data = DataFolder.Open(builder.Configuration, builder.Environment);
        signIn = await SignInState.ReadAsync(builder.Configuration, data);
        NetworkAccess.Check(builder.Configuration, signIn.IsRequired);
        builder.WebHost.UseStaticWebAssets().ConfigureKestrel(server => server.AddServerHeader = false);
        builder.Services.AddSystemd().AddWindowsService();
        builder.Services.AddConfiguredKeys(builder.Configuration, data);
        builder.Services.AddBlazorTasks()
            .UseConfiguredStore(builder.Configuration, data)
            .Configure(options => (options.UploadFolder, options.ResultFolder) = (data.File("uploads"), data.File("results")))
            .AddTasksFrom(typeof(Program).Assembly)
            .AddTaskAssemblies(builder.Configuration)
            .AddConfiguredNotifications(builder.Configuration);
        builder.Services.AddSamples(data.Path);
        builder.Services.AddAccounts(builder.Configuration, data).AddSignIn(builder.Configuration, signIn);
        Telemetry.AddTo(builder.Services, builder.Configuration);

        var app = builder.Build();
        app.UseKnownProxies();
        app.UseStrictTransport();
        app.MapBlazorTasksHealth();
        app.MapAccounts(app.MapBlazorTasks("/"), signIn);
        app.Lifetime.ApplicationStarted.Register(() => StartupBanner.Print(app, data));
        await app.RunAsync();
    }
    while (signIn.IsRestarting);

    return 0;
}
catch (Exception refused) when (refused is TaskSetupException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return refused is NetworkAccessException ? NetworkAccessException.ExitCode : 1;
}
catch (IOException refused) when (refused.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync(
        $"BlazorTasks was not started: {refused.Message} Stop the process that is using it, or choose another address: " +
        "--urls http://127.0.0.1:5081");
    return 1;
}

/// <summary>The server. Public for tests.</summary>
public partial class Program;
