[assembly: AssemblyFixture(typeof(FaceMatch.Tests.Shared.PostgresLifetime))]

namespace FaceMatch.Tests.Shared;

/// <summary>Stops the shared server when the last test is done.</summary>
public sealed class PostgresLifetime : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await PostgresServer.StopSharedAsync();
}
