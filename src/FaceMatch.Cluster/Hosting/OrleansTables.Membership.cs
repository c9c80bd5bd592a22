namespace FaceMatch.Cluster.Hosting;

public static partial class OrleansTables
{
    /// <summary><c>SiloStatus.Dead</c>.</summary>
    private const string Dead = "6";

    private const string ThisSilo =
        "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string Columns =
        "v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version";

    /// <summary>
    /// A write names the version of the table that it was decided by, and holds only if that is still the version: the one row of
    /// versions is locked first, so of two silos that decide at once one learns that it came too late.
    /// </summary>
    private static readonly Dictionary<string, string> Membership = new(StringComparer.Ordinal)
    {
        ["InsertMembershipVersionKey"] = """
            WITH added AS (
                INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM added)
            """,
        ["InsertMembershipKey"] = $"""
            WITH next AS (
                UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now()
                WHERE DeploymentId = @DeploymentId AND Version = @Version
                    AND NOT EXISTS (SELECT 1 FROM OrleansMembershipTable WHERE {ThisSilo})
                RETURNING 1),
            added AS (
                INSERT INTO OrleansMembershipTable
                    (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
                FROM next
                RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM added)
            """,
        ["UpdateMembershipKey"] = $"""
            WITH next AS (
                UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now()
                WHERE DeploymentId = @DeploymentId AND Version = @Version
                    AND EXISTS (SELECT 1 FROM OrleansMembershipTable WHERE {ThisSilo})
                RETURNING 1),
            changed AS (
                UPDATE OrleansMembershipTable
                SET Status = @Status, SuspectTimes = CAST(@SuspectTimes AS text), IAmAliveTime = @IAmAliveTime
                WHERE {ThisSilo} AND EXISTS (SELECT 1 FROM next)
                RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM changed)
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE {ThisSilo}",
        ["MembershipReadRowKey"] = $"""
            SELECT {Columns}
            FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m
                ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
            WHERE v.DeploymentId = @DeploymentId
            """,
        ["MembershipReadAllKey"] = $"""
            SELECT {Columns}
            FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
            WHERE v.DeploymentId = @DeploymentId
            """,
        ["GatewaysQueryKey"] = """
            SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
            WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
            """,
        ["DeleteMembershipTableEntriesKey"] = """
            WITH silos AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
            DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
            """,
        ["CleanupDefunctSiloEntriesKey"] =
            $"DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = {Dead} AND IAmAliveTime < @IAmAliveTime",
        ["CleanupDefunctSiloEntryKey"] = $"""
            DELETE FROM OrleansMembershipTable
            WHERE {ThisSilo} AND Status = {Dead} AND StartTime = @StartTime AND IAmAliveTime = @IAmAliveTime
                AND SuspectTimes IS NOT DISTINCT FROM CAST(@SuspectTimes AS text)
            """,
    };
}
