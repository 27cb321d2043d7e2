using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Shop;

/// <summary>Gives every visitor a name in a cookie, as shops do for their carts, so that tasks have an owner without an account.</summary>
internal static class Guests
{
    public static async Task SignInAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            var name = new Claim(ClaimTypes.Name, $"guest-{Guid.NewGuid():N}");
            context.User = new ClaimsPrincipal(new ClaimsIdentity([name], CookieAuthenticationDefaults.AuthenticationScheme));
            await context.SignInAsync(context.User);
        }

        await next(context);
    }
}
