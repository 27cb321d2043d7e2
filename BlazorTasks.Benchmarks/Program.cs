using BlazorTasks.Benchmarks;


return args switch
{
    ["serve", .. var options] => await LoadServer.RunAsync(options),
    [] => Suite.List(),
    _ => await Suite.RunAsync(args),
};
