namespace BlazorTasks;

/// <summary>An uploaded file as a parameter of a task.</summary>
/// <param name="Name">The original name of the file.</param>
/// <param name="Path">The path of the file on the server.</param>
public sealed record TaskFile(string Name, string Path)
{
    /// <summary>The path of the file on the server. A file of another node is copied here when this is first read.</summary>
    public string Path { get => Copy?.Path ?? field; init; } = Path;

    /// <summary>The file or content to upload, if it has not been uploaded yet.</summary>
    private Stream? Content { get; init; }

    /// <summary>Where the file comes from, if it is not known to be on this server.</summary>
    private SharedCopy? Copy { get; init; }

    /// <summary>Gets the size in bytes.</summary>
    public long Length => Content?.Length ?? Copy?.Length ?? new FileInfo(Path).Length;

    /// <summary>Describes a file that may have to be copied to this server.</summary>
    internal static TaskFile Shared(string name, SharedCopy copy) => new(name, "") { Copy = copy };

    /// <summary>
    /// Uses a local file in a start from code: <c>x => x.Import(TaskFile.From("a.csv"), …)</c>. It is copied when the task is
    /// started.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    public static TaskFile From(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new TaskFile(System.IO.Path.GetFileName(path), System.IO.Path.GetFullPath(path));
    }

    /// <summary>Uses a stream in a start from code. It is read to its end when the task is started, and not closed.</summary>
    /// <param name="content">The content.</param>
    /// <param name="name">The file name that the task sees.</param>
    public static TaskFile From(Stream content, string name)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new TaskFile(name, "") { Content = content };
    }

    /// <summary>Opens the file for reading.</summary>
    /// <exception cref="FileNotFoundException">The file was deleted: uploads are retained for
    /// <see cref="BlazorTasksOptions.UploadRetention"/>.</exception>
    public Stream OpenRead() => Content is null
        ? new FileStream(
            Path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            64 * 1024,
            FileOptions.SequentialScan | FileOptions.Asynchronous)
        : new LeftOpen(Content);

    /// <summary>A file that is copied to this server when it is needed.</summary>
    internal sealed class SharedCopy(long length, Func<string> copy)
    {
        private readonly Lazy<string> _path = new(copy, LazyThreadSafetyMode.PublicationOnly);

        public long Length => length;

        public string Path => _path.Value;
    }

    /// <summary>Wraps a stream that is closed by its owner.</summary>
    private sealed class LeftOpen(Stream inner) : Stream
    {
        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
