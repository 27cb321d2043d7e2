using BlazorTasks.Benchmarks;

return await Suite.RunAsync(args);
