namespace BlazorTasks.Tests.Support;

/// <summary>A real nginx on this machine, which a browser meets instead of the processes behind it.</summary>
public static class Nginx
{
    /// <summary>Starts it.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="nodes">What is behind it. A browser stays with one of them for as long as that one answers.</param>
    /// <param name="subPath">The path under which it shows them, such as "/shop", or nothing for all.</param>
    public static CapturedProcess Start(TempFolder folder, int port, IEnumerable<Uri> nodes, string subPath = "")
    {
        var servers = string.Concat(nodes.Select(node => $"server {node.Authority} max_fails=1 fail_timeout=5s; "));
        File.WriteAllText(folder.File("nginx.conf"), $$"""
            daemon off; user root; pid {{folder.File("nginx.pid")}}; error_log stderr warn;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder.File("body")}};
              proxy_temp_path {{folder.File("proxy")}};
              map $http_upgrade $connection_upgrade { default upgrade; "" close; }
              upstream nodes { ip_hash; {{servers}}}
              server {
                listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
                location {{subPath}}/ {
                  proxy_pass http://nodes{{(subPath.Length > 0 ? "/" : "")}};
                  proxy_http_version 1.1;
                  proxy_set_header Host $http_host;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection $connection_upgrade;
                  {{(subPath.Length > 0 ? Forwarded(subPath) : "")}}
                  proxy_next_upstream error timeout http_503;
                  proxy_read_timeout 1h;
                  proxy_buffering off;
                }
              }
            }
            """);
        var nginx = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        return new CapturedProcess(new ProcessStartInfo(nginx, ["-c", folder.File("nginx.conf")]), new Dictionary<string, string>());
    }

    private static string Forwarded(string subPath) => $"""
        proxy_set_header X-Forwarded-Prefix {subPath};
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        """;
}
