using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace BlazorTasks.Client;

/// <summary>Files for inputs and answers.</summary>
public sealed partial class BlazorTasksClient
{
    /// <summary>Starts a definition together with its files. The task is stored when this returns.</summary>
    /// <param name="definition">The name of the definition, such as "import-customers".</param>
    /// <param name="input">The other fields of the input, or null.</param>
    /// <param name="files">The files. Those of a field of several files have the same field.</param>
    /// <param name="options">Priority, tags, label, start time and idempotency key.</param>
    /// <param name="cancellationToken">Cancels the request, not the task.</param>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public async Task<ApiTask> StartWithFilesAsync(
        string definition,
        object? input,
        IReadOnlyCollection<ApiFile> files,
        ApiStartOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        options ??= new ApiStartOptions();
        var key = options.IdempotencyKey ?? Guid.NewGuid().ToString();
        var body = new { definition, input, options.Priority, options.RunAt, options.Tags, options.Label };
        var starts = files.Select(file => StartOf(file.Content)).ToList();
        using var response = await SendAsync(
            () =>
            {
                var form = new MultipartFormDataContent { { JsonContent.Create(body, options: ApiJson.Inputs), "task" } };
                foreach (var (file, start) in files.Zip(starts))
                {
                    form.Add(new FileContent(file.Content, start), file.Field, file.Name);
                }

                var request = new HttpRequestMessage(HttpMethod.Post, _tasks) { Content = form };
                request.Headers.Add("Idempotency-Key", key);
                return request;
            },
            cancellationToken,
            files.All(file => file.Content.CanSeek)).ConfigureAwait(false);
        return (await response.Content.ReadFromJsonAsync<ApiTask>(ApiJson.Options, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Uploads a file. Its token is the value of a file field of an input or answer.</summary>
    /// <param name="name">The file name that the task sees.</param>
    /// <param name="content">The content. It is streamed and not closed.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <inheritdoc cref="StartAsync" path="/exception" />
    public async Task<ApiUpload> UploadAsync(string name, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(content);
        var address = new Uri(_tasks, $"uploads?name={Uri.EscapeDataString(name)}");
        var start = StartOf(content);
        using var response = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, address) { Content = new FileContent(content, start) },
            cancellationToken,
            content.CanSeek).ConfigureAwait(false);
        var uploads = await response.Content.ReadFromJsonAsync<ApiUploads>(ApiJson.Options, cancellationToken).ConfigureAwait(false);
        return uploads!.Items[0];
    }

    private static long StartOf(Stream content) => content.CanSeek ? content.Position : 0;

    /// <summary>Streams a file from a position, also if the request is retried, and does not close it.</summary>
    private sealed class FileContent : HttpContent
    {
        private readonly Stream _content;
        private readonly long _start;

        public FileContent(Stream content, long start)
        {
            (_content, _start) = (content, start);
            Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream,
            System.Net.TransportContext? context,
            CancellationToken cancellationToken)
        {
            if (_content.CanSeek)
            {
                _content.Position = _start;
            }

            await _content.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _content.CanSeek ? _content.Length - _start : 0;
            return _content.CanSeek;
        }
    }
}

/// <summary>A file that is sent with the start of a task.</summary>
/// <param name="Field">The name of the file field of the definition.</param>
/// <param name="Name">The file name that the task sees.</param>
/// <param name="Content">The content. It is streamed and not closed. A request with a stream that cannot seek is not
/// retried.</param>
public sealed record ApiFile(string Field, string Name, Stream Content);
