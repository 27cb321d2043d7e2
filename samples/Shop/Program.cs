using BlazorTasks;
using Microsoft.AspNetCore.Authentication.Cookies;
using Shop;
using Shop.Components;
using Shop.Tasks;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.Cookie.Name = "shop");
builder.Services.AddBlazorTasks()
    .AddTasksFrom(typeof(OrderTasks).Assembly)
    .AddTaskComponents(options => options.Href = task => $"/work/{task.Id}");

var app = builder.Build();
app.UseAuthentication();
app.Use(Guests.SignInAsync);
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapBlazorTasks("/tasks"); // for the people who run the shop; customers never see it
app.MapTaskComponents(); // for pages without Blazor: wwwroot/plain.html
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
