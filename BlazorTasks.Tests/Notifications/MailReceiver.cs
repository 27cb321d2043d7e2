using System.Buffers;
using System.Threading.Channels;
using MimeKit;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using ServiceProvider = SmtpServer.ComponentModel.ServiceProvider;

namespace BlazorTasks.Tests.Notifications;

/// <summary>A mail server.</summary>
internal sealed class MailReceiver : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<MimeMessage> _messages = Channel.CreateUnbounded<MimeMessage>();
    private readonly Task _run;

    public MailReceiver()
    {
        var services = new ServiceProvider();
        services.Add(this);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Port(Port).Build();
        _run = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; } = FreePort.Next();

    /// <summary>What it says to a message.</summary>
    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    public async Task<MimeMessage> NextAsync() => await _messages.Reader.ReadAsync().AsTask().WaitAsync(TestMonitor.MaxWait);

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(buffer.ToArray());
        await _messages.Writer.WriteAsync(await MimeMessage.LoadAsync(stream, cancellationToken), cancellationToken);
        return Answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TestMonitor.MaxWait);
        _stop.Dispose();
    }
}
