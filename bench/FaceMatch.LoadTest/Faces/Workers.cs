namespace FaceMatch.LoadTest.Faces;

/// <summary>One thread a core, each taking the next number.</summary>
internal static class Workers
{
    /// <param name="start">Makes a worker's body; called on its own thread.</param>
    public static void Run(int workers, int count, Func<Action<int>> start)
    {
        int next = -1;
        List<Exception> faults = [];
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(Body))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (faults.Count > 0) throw new AggregateException(faults);

        void Body()
        {
            try
            {
                Action<int> work = start();
                for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next)) work(i);
            }
            catch (Exception fault)
            {
                lock (faults) faults.Add(fault);
            }
        }
    }
}
