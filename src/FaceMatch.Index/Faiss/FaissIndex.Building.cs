using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FaceMatch.Index.Faiss;

/// <summary>Training, building and measuring, one after the other on a pool thread while searches and writes go on.</summary>
public sealed partial class FaissIndex
{
    /// <summary>Vectors copied out of the exact index at once, while its writers wait: 16 MB of 512 dimensions.</summary>
    private const int Chunk = 8192;

    /// <summary>Changes that came while building and are few enough to take in with the gate closed.</summary>
    private const int FewChanges = 1024;

    /// <summary>A graph in which more than this share of nodes is dead searches them for nothing.</summary>
    private const double MostDead = 0.1;

    private const int FewDead = 1000;

    /// <summary>What was learned from a quarter of the templates is learned anew.</summary>
    private const int OutgrownBy = 4;

    private readonly bool _trains;
    private volatile bool _building;
    private bool _working;
    private bool _eraseDue;
    private Task _work = Task.CompletedTask;
    private NativeIndex? _blank;
    private long _trainedOn;
    private long _buildTicks;
    private long _failedAt = -1;
    private HashSet<long>? _journal;
    private string? _fault;

    private enum Due
    {
        Nothing,
        Build,
        Measure,
    }

    /// <summary>Ends when nothing that was due is left to be built or measured.</summary>
    public async Task WhenSettledAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task work;
            _gate.EnterReadLock();
            try
            {
                if (!_working)
                    return;
                work = _work;
            }
            finally
            {
                _gate.ExitReadLock();
            }

            await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>By the timer: bytes of removed templates have been inside Faiss for as long as they may.</summary>
    private void EraseNow()
    {
        _gate.EnterWriteLock();
        try
        {
            _eraseDue = _leftovers > 0;
            StartDueWork();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>The caller holds the write side.</summary>
    private void StartDueWork()
    {
        if (_working || _disposed || WhatIsDue(out var why) is not (not Due.Nothing and var due))
            return;
        _working = true;
        _building = due == Due.Build;
        _work = Task.Run(() => Work(due, why));
    }

    private Due WhatIsDue(out string why)
    {
        why = "";
        if (Count <= _failedAt * 2)
            return Due.Nothing;
        if (_trains && Count < _options.LeastTraining && _serving is null)
            return Due.Nothing;
        if (_serving is null)
            why = "there are enough templates";
        else if (_eraseDue)
            why = $"{_leftovers} removed templates have to be erased";
        else if (!_canRemove && _leftovers > Math.Max(FewDead, Count * MostDead))
            why = $"it cannot take vectors out and {_leftovers} were removed";
        else if (_trains && Count > _trainedOn * OutgrownBy)
            why = $"it was trained on {_trainedOn} templates";
        else
            return MeasureIsDue ? Due.Measure : Due.Nothing;
        return Due.Build;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever went wrong, the answer is to say so and to search exactly.")]
    private void Work(Due due, string why)
    {
        try
        {
            if (due == Due.Measure)
                Volatile.Write(ref _recall, MeasureRecall(_alive.Token));
            else
                Build(why);
        }
        catch (Exception fault) when (_disposed)
        {
            _ = fault;
        }
        catch (Exception fault)
        {
            Closed(() => Fail(fault as FaissException ?? new FaissException(fault.Message, fault)));
        }
        finally
        {
            Closed(() =>
            {
                (_journal, _working, _building) = (null, false, false);
                StartDueWork();
            });
        }
    }

    private void Build(string why)
    {
        var start = Stopwatch.GetTimestamp();
        var next = Blank();
        try
        {
            long[] templates = [];
            Closed(() => (_journal, templates) = ([], _exact.TemplateIds()));
            PutIn(next, templates);
            for (var taken = 0L; !TryServe(next, ref taken);)
            {
            }
        }
        catch
        {
            next.Dispose();
            throw;
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        Volatile.Write(ref _buildTicks, elapsed.Ticks);
        LogBuilt(_logger, _options.Factory, Count, elapsed, why);
    }

    /// <summary>Takes in what changed meanwhile: most of it beside searches and writes, the rest with the gate closed.</summary>
    /// <param name="taken">Templates that were taken out of it again so far.</param>
    private bool TryServe(NativeIndex next, ref long taken)
    {
        long[] changed = [];
        var (served, before) = (false, taken);
        Closed(() =>
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            changed = [.. _journal!];
            if (changed.Length > FewChanges)
            {
                _journal!.Clear();
                return;
            }

            before += TakeOut(next, changed);
            PutIn(next, changed);
            _serving?.Dispose();
            Volatile.Write(ref _serving, next);
            Volatile.Write(ref _fault, null);
            Volatile.Write(ref _recall, null);
            (_eraseDue, _failedAt, _journal, served) = (false, -1, null, true);
            _erasure.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _leftovers = 0;
            Leave(_canRemove ? before : next.Count - Count);
        });
        if (!served)
        {
            before += TakeOut(next, changed);
            PutIn(next, changed);
        }

        taken = before;
        return served;
    }

    /// <summary>An empty index, trained if its type trains. What was learned is kept for the next time.</summary>
    private NativeIndex Blank()
    {
        if (!_trains)
            return NativeIndex.Create(_options.Factory, Dimensions, _options.EffectiveSettings);
        if (_blank is { } known && Count <= _trainedOn * OutgrownBy)
            return known.Clone();

        var trained = NativeIndex.Create(_options.Factory, Dimensions, _options.EffectiveSettings);
        try
        {
            _trainedOn = Train(trained);
            var blank = trained.Clone();
            Closed(() =>
            {
                _blank?.Dispose();
                _blank = blank;
                if (_disposed)
                    blank.Dispose();
            });
            return trained;
        }
        catch
        {
            trained.Dispose();
            throw;
        }
    }

    private unsafe long Train(NativeIndex index)
    {
        var all = _exact.TemplateIds();
        // Evenly from all: templates that were enrolled together are alike.
        var count = Math.Min(all.Length, _options.MostTraining);
        var sample = new long[count];
        for (var i = 0; i < count; i++)
            sample[i] = all[(long)i * all.Length / count];
        using var block = _exact.Memory.Allocate((nuint)count * (nuint)Dimensions * sizeof(float));
        var found = new long[Math.Min(count, Chunk)];
        long copied = 0;
        for (var first = 0; first < count; first += Chunk)
        {
            var some = sample.AsSpan(first, Math.Min(Chunk, count - first));
            var at = (float*)block.Address + copied * Dimensions;
            copied += _exact.CopyVectors(some, found, new Span<float>(at, some.Length * Dimensions));
        }

        index.Train((float*)block.Address, copied, _options.EffectiveThreads);
        return all.Length;
    }

    private void Closed(Action change)
    {
        _gate.EnterWriteLock();
        try
        {
            change();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }
}
