using BlazorTasks.Benchmarks;
using BlazorTasks.Benchmarks.Nodes;

return args switch
{
    ["serve", .. var options] => await LoadServer.RunAsync(options),
    ["node", .. var options] => await SiloCost.RunNodeAsync(options),
    [] => Suite.List(),
    _ => await Suite.RunAsync(args),
};
