using System.Security.Claims;
using BlazorTasks.Dashboard.Components;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Identifies the sender of a request, in the same way as the pages do.</summary>
internal static class ApiCaller
{
    /// <summary>Returns the person under whose name tasks are owned.</summary>
    public static Person Of(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { } name }
        ? new Person(name, [.. context.User.FindAll(ClaimTypes.Role).Select(role => role.Value)])
        : new Person(Viewer.LocalName);
}
