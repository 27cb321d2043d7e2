using System.Security.Claims;
using BlazorTasks.Dashboard.Components;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Who sends a request: the same person as on the pages.</summary>
internal static class ApiCaller
{
    /// <summary>The person, under the name by which they own tasks.</summary>
    public static Person Of(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { } name }
        ? new Person(name, [.. context.User.FindAll(ClaimTypes.Role).Select(role => role.Value)])
        : new Person(Viewer.LocalName);
}
