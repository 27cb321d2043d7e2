using BlazorTasks.Benchmarks;
using BlazorTasks.Benchmarks.Circuits;


return args switch
{
    ["serve", .. var options] => await LoadServer.RunAsync(options),
    [] => Suite.List(),
    _ => await Suite.RunAsync(args),
};
