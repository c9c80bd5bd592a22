using CsCheck;
using FaceMatch.Cluster.Membership;

namespace FaceMatch.Cluster.Tests.Membership;

/// <summary>Whatever happens when, of two silos at most one may act as the owner.</summary>
public sealed class LeaseFencePropertyTests
{
    private const int Schedules = 3_000;
    private const int LongestSchedule = 120;

    private enum Happening
    {
        TimePasses,
        OwnerReads,
        OwnerPauses,
        OwnerGoesOn,
        OwnersReadIsServed,
        OwnersReadArrives,
        OwnersReadFails,
        OwnersTableIsAway,
        OwnersTableIsBack,
        OwnerBeginsToLeave,
        OwnerIsDeclaredDead,
        SuccessorStarts,
        SuccessorReads,
        SuccessorPauses,
        SuccessorGoesOn,
        SuccessorsReadIsServed,
        SuccessorsReadArrives,
        SuccessorsReadFails,
        SuccessorsTableIsAway,
        SuccessorsTableIsBack,
        SuccessorHears,
        SuccessorTakesOver,
    }

    // Often enough well that somebody holds, often enough not that they come near each other.
    private static readonly Gen<(Happening What, int Milliseconds)[]> AnySchedule = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Happening.TimePasses)),
            (5, Gen.Const(Happening.OwnerReads)),
            (5, Gen.Const(Happening.SuccessorReads)),
            (2, Gen.Const(Happening.SuccessorTakesOver)),
            (1, Gen.Const(Happening.SuccessorStarts)),
            (4, Gen.Enum<Happening>())),
        Gen.Int[1, 900]).Array[1, LongestSchedule];

    [Fact]
    public async Task No_two_silos_hold_at_once_in_any_order_of_readings_pauses_faults_and_declarations()
    {
        var (entered, held) = (0, 0);
        await AnySchedule.SampleAsync(
            async schedule =>
            {
                await using var run = new Run();
                foreach (var (what, milliseconds) in schedule)
                {
                    run.Let(what, milliseconds);
                    Assert.False(run.OwnerActs && run.SuccessorActs, $"Two owners after {what}.");
                    if (run.OwnerActs)
                        Interlocked.Increment(ref held);
                    if (run.SuccessorActs)
                        Interlocked.Increment(ref entered);
                }

                run.Settle();
            },
            iter: Schedules, print: schedule => string.Join(' ', schedule.Select(step => $"{step.What}:{step.Milliseconds}")));

        // That nothing bad happened says nothing if nothing happened.
        Assert.True(held > Schedules && entered > Schedules, $"The owner held {held} times, the successor {entered} times.");
    }

    private sealed class Run : IAsyncDisposable
    {
        private readonly FenceWorld _world = new();
        private readonly FencedSilo _owner;
        private FencedSilo? _successor;
        private Task<CancellationToken>? _entry;

        public Run()
        {
            _owner = _world.Start(1, readsByItself: false);
            for (var second = 0; second <= LeaseFence.Term.TotalSeconds; second++)
            {
                Answer(_owner);
                _world.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        /// <summary>Also while it is paused: it would act on this the moment it runs again.</summary>
        public bool OwnerActs => _owner.Holds && !_owner.HasEnded;

        public bool SuccessorActs => _successor is { Holds: true } && _entry is { IsCompletedSuccessfully: true, Result.IsCancellationRequested: false };

        public void Let(Happening what, int milliseconds)
        {
            switch (what)
            {
                case Happening.TimePasses: _world.Time.Advance(TimeSpan.FromMilliseconds(milliseconds)); break;
                case Happening.OwnerReads: Answer(_owner); break;
                case Happening.OwnerPauses: _owner.Pause(); break;
                case Happening.OwnerGoesOn: _owner.Resume(); break;
                case Happening.OwnersReadIsServed: _owner.Serve(); break;
                case Happening.OwnersReadArrives: _owner.Deliver(); break;
                case Happening.OwnersReadFails: _owner.Deliver(new IOException("lost")); break;
                case Happening.OwnersTableIsAway: _owner.Fault = new IOException("away"); break;
                case Happening.OwnersTableIsBack: _owner.Fault = null; break;
                case Happening.OwnerBeginsToLeave when _world.Table[_owner.Address] == SiloStatus.Active:
                    _world.Table[_owner.Address] = SiloStatus.ShuttingDown;
                    break;
                case Happening.OwnerIsDeclaredDead: _world.Table[_owner.Address] = SiloStatus.Dead; break;
                default: LetSuccessor(what); break;
            }
        }

        private void LetSuccessor(Happening what)
        {
            if (what == Happening.SuccessorStarts)
                _successor ??= _world.Start(2, readsByItself: false);
            if (_successor is null)
                return;
            switch (what)
            {
                case Happening.SuccessorReads: Answer(_successor); break;
                case Happening.SuccessorPauses: _successor.Pause(); break;
                case Happening.SuccessorGoesOn: _successor.Resume(); break;
                case Happening.SuccessorsReadIsServed: _successor.Serve(); break;
                case Happening.SuccessorsReadArrives: _successor.Deliver(); break;
                case Happening.SuccessorsReadFails: _successor.Deliver(new IOException("lost")); break;
                case Happening.SuccessorsTableIsAway: _successor.Fault = new IOException("away"); break;
                case Happening.SuccessorsTableIsBack: _successor.Fault = null; break;
                case Happening.SuccessorHears: _successor.Hear(); break;
                case Happening.SuccessorTakesOver: TakeOver(_successor); break;
            }
        }

        /// <summary>Once everything works again, the owner that was declared dead is gone and the successor has its place.</summary>
        public void Settle()
        {
            _successor ??= _world.Start(2, readsByItself: false);
            foreach (var silo in new[] { _owner, _successor })
            {
                silo.Fault = null;
                silo.Resume();
            }

            _world.Table[_owner.Address] = SiloStatus.Dead;
            TakeOver(_successor);
            for (var second = 0; second < 3 * LeaseFence.Term.TotalSeconds; second++)
            {
                _world.Time.Advance(TimeSpan.FromSeconds(1));
                Answer(_owner);
                Answer(_successor);
                Assert.False(OwnerActs && SuccessorActs, "Two owners at the end.");
                if (_entry is { IsCompletedSuccessfully: true, Result.IsCancellationRequested: true })
                    TakeOver(_successor);
            }

            Assert.True(_owner.HasEnded);
            Assert.True(SuccessorActs);
        }

        public ValueTask DisposeAsync() => _world.DisposeAsync();

        /// <summary>The directory places what the owner had elsewhere only when it was declared dead.</summary>
        private void TakeOver(FencedSilo successor)
        {
            if (_world.Table[_owner.Address] == SiloStatus.Dead && !successor.IsPaused
                && _entry is null or { IsCompletedSuccessfully: true, Result.IsCancellationRequested: true })
            {
                _entry = successor.EnterAsync();
            }
        }

        private static void Answer(FencedSilo silo)
        {
            silo.Serve();
            silo.Deliver();
        }
    }
}
