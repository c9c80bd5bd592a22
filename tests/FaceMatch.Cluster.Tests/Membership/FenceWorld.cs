using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using FaceMatch.Cluster.Membership;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Cluster.Tests.Membership;

/// <summary>One table of members, one time, and silos that look at both when the test says so.</summary>
internal sealed class FenceWorld : IAsyncDisposable
{
    private readonly List<FencedSilo> _silos = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 5, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What is written in the table.</summary>
    public Dictionary<SiloAddress, SiloStatus> Table { get; } = [];

    /// <summary>A silo that is in the table and has begun to look at it.</summary>
    /// <param name="readsByItself">Whether its readings are answered at once, or when the test answers them.</param>
    public FencedSilo Start(int number, bool readsByItself = true)
    {
        var silo = new FencedSilo(this, SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), number), readsByItself);
        Table[silo.Address] = SiloStatus.Active;
        _silos.Add(silo);
        silo.Start();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }
}

/// <summary>
/// The fence of one silo, over a table, a view of the members and a clock of its own. Everything that a test lets happen is over
/// when the call returns: readings are continued on the test's thread.
/// </summary>
internal sealed class FencedSilo : IMembershipTable, IClusterMembershipService, ILocalSiloDetails, IAsyncDisposable
{
    private readonly FenceWorld _world;
    private readonly PausableTime _time;
    private readonly LeaseFence _fence;
    private readonly bool _readsByItself;
    private readonly CancellationTokenSource _running = new();
    private Task _looking = Task.CompletedTask;
    private TaskCompletionSource<MembershipTableData>? _read;
    private MembershipTableData? _served;

    public FencedSilo(FenceWorld world, SiloAddress address, bool readsByItself)
    {
        (_world, Address, _readsByItself) = (world, address, readsByItself);
        _time = new PausableTime(world.Time);
        _fence = new LeaseFence(this, this, this, _time, new SelfEnd(() => HasEnded = true), NullLogger<LeaseFence>.Instance);
    }

    public SiloAddress Address { get; }

    public bool HasEnded { get; private set; }

    public bool Holds => _fence.Holds;

    public bool IsPaused => _time.IsPaused;

    /// <summary>Set: every reading fails, of the table as of the members.</summary>
    public Exception? Fault { get; set; }

    public void Start()
    {
        Hear();
        _looking = Look(_fence, _running.Token);
    }

    public Task<CancellationToken> EnterAsync() => _fence.EnterAsync(TestContext.Current.CancellationToken);

    /// <summary>As a process that is stopped, or a machine that swaps: nothing of it runs, and time goes on.</summary>
    public void Pause() => _time.Pause();

    public void Resume() => _time.Resume();

    /// <summary>The database answers the reading that is under way; the answer is on its way.</summary>
    public void Serve()
    {
        if (_read is not null)
            _served ??= Row();
    }

    /// <summary>The answer arrives, or the news that there is none.</summary>
    public void Deliver(Exception? fault = null)
    {
        if (_time.IsPaused || _read is not { } read || (fault is null && _served is null))
            return;
        var served = _served;
        (_read, _served) = (null, null);
        if (fault is null)
            read.SetResult(served!);
        else
            read.SetException(fault);
    }

    /// <summary>The silo's own view of the members becomes what the table says.</summary>
    public void Hear() => CurrentSnapshot = View();

    public async ValueTask DisposeAsync()
    {
        Resume();
        await _running.CancelAsync();
        await _looking;
        _running.Dispose();
        _fence.Dispose();
    }

    Task<MembershipTableData> IMembershipTable.ReadRowAsync(SiloAddress key, CancellationToken cancellationToken)
    {
        if (Fault is not null)
            return Task.FromException<MembershipTableData>(Fault);
        if (_readsByItself)
            return Task.FromResult(Row());
        _served = null;
        _read = new TaskCompletionSource<MembershipTableData>();
        return _read.Task;
    }

    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; } = new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, default);

    ValueTask IClusterMembershipService.Refresh(MembershipVersion minimumVersion, CancellationToken cancellationToken)
    {
        if (Fault is not null)
            return ValueTask.FromException(Fault);
        Hear();
        return ValueTask.CompletedTask;
    }

    SiloAddress ILocalSiloDetails.SiloAddress => Address;

    string ILocalSiloDetails.Name => Address.ToString();

    string ILocalSiloDetails.ClusterId => "test";

    string ILocalSiloDetails.DnsHostName => "localhost";

    SiloAddress ILocalSiloDetails.GatewayAddress => Address;

    IAsyncEnumerable<ClusterMembershipSnapshot> IClusterMembershipService.MembershipUpdates => throw new NotSupportedException();

    Task<bool> IClusterMembershipService.TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

    Task IMembershipTable.InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();

    Task IMembershipTable.DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    Task IMembershipTable.CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    Task<MembershipTableData> IMembershipTable.ReadRow(SiloAddress key) => throw new NotSupportedException();

    Task<MembershipTableData> IMembershipTable.ReadAll() => throw new NotSupportedException();

    Task<bool> IMembershipTable.InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

    Task<bool> IMembershipTable.UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => throw new NotSupportedException();

    Task IMembershipTable.UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

    /// <summary>A host would begin it on another thread, and the order of what happens would be up to that.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Look(LeaseFence fence, CancellationToken stoppingToken);

    private MembershipTableData Row() => new(
        Tuple.Create(new MembershipEntry { SiloAddress = Address, Status = _world.Table[Address] }, "1"), new TableVersion(1, "1"));

    private ClusterMembershipSnapshot View() => new(
        _world.Table.ToImmutableDictionary(row => row.Key, row => new ClusterMember(row.Key, row.Value, row.Key.ToString())), default);
}
