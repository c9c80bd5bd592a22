namespace FaceMatch.Cluster.Hosting;

public static partial class OrleansTables
{
    private const string Rows = "SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable WHERE ServiceId = @ServiceId";

    private const string ThisReminder = "ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName";

    /// <summary>Hashes stand on a ring: the second range is the one that goes over its end.</summary>
    private static readonly Dictionary<string, string> Reminders = new(StringComparer.Ordinal)
    {
        ["ReadReminderRowsKey"] = $"{Rows} AND GrainId = @GrainId",
        ["ReadReminderRowKey"] = $"{Rows} AND GrainId = @GrainId AND ReminderName = @ReminderName",
        ["ReadRangeRows1Key"] = $"{Rows} AND GrainHash > @BeginHash AND GrainHash <= @EndHash",
        ["ReadRangeRows2Key"] = $"{Rows} AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)",
        ["UpsertReminderRowKey"] = """
            INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash)
            VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
            ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
            SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash,
                Version = OrleansRemindersTable.Version + 1
            RETURNING Version
            """,
        ["DeleteReminderRowKey"] = $"""
            WITH gone AS (DELETE FROM OrleansRemindersTable WHERE {ThisReminder} AND Version = @Version RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM gone)
            """,
        ["DeleteReminderRowsKey"] = "DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId",
    };
}
