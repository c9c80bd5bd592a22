using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Storage;
using FaceMatch.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Server.Tests.Audit;

public sealed class AuditTests(FaceMatchServer server)
{
    private const string Audit = "/api/v1/audit";
    private const string Export = Audit + "/export";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EveryRole.There), MemberType = typeof(EveryRole))]
    public async Task Oversight_21_Only_an_auditor_reads_the_ledger_and_takes_it_away(Role role)
    {
        HttpClient client = await server.AsAsync(role);
        foreach (string call in new[] { Audit, Export })
        {
            using HttpResponseMessage answer = await client.GetAsync(call, Cancel);
            if (role == Role.Auditor) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            else await answer.RefusedAsync(403, "role-required");
        }
    }

    [Fact]
    public async Task Nobody_reads_the_ledger_without_a_key()
    {
        foreach (string call in new[] { Audit, Export })
        {
            using HttpResponseMessage answer = await server.Anonymous.GetAsync(call, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Oversight_21_Whoever_consults_or_exports_the_ledger_is_in_it_with_what_was_asked()
    {
        HttpClient auditor = await server.NewAccountAsync("consulting", Role.Auditor);

        LedgerEntryView consulted = (await PageAsync(auditor, "?from=2026-01-01&limit=1")).Items[0];
        Assert.Equal(("audit.consulted", "consulting", "ledger"), (consulted.Action, consulted.ActorName, consulted.Target));
        Assert.Equal("2026-01-01", consulted.Detail.GetProperty("from").GetString());

        string export = await ExportAsync(auditor);
        Page<LedgerEntryView> own = await PageAsync(auditor, $"?actor={consulted.ActorId}");
        Assert.Equal(["audit.consulted", "audit.exported", "audit.consulted"], own.Items.Select(entry => entry.Action));
        Assert.Contains($"\"hash\":\"{own.Items[1].Hash}\"", export, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_found_by_time_actor_and_subject_page_by_page()
    {
        HttpClient auditor = await server.AsAsync(Role.Auditor);
        string subject = await server.EnrolApprovedAsync(SharedFaces.Apart(40).Item2);
        Page<LedgerEntryView> about = await PageAsync(auditor, $"?subject={subject}");
        Assert.Contains(about.Items, entry => entry.Action == "subject.approved");
        Assert.All(about.Items, entry => Assert.Contains(subject, entry.Target + entry.Detail, StringComparison.Ordinal));

        LedgerEntryView one = about.Items.First(entry => entry.Action == "subject.approved");
        string at = Uri.EscapeDataString(one.At.ToString("O"));
        Assert.DoesNotContain((await PageAsync(auditor, $"?subject={subject}&to={at}")).Items, entry => entry.Sequence == one.Sequence);
        Assert.Contains((await PageAsync(auditor, $"?subject={subject}&from={at}&actor={one.ActorId}")).Items, entry => entry.Sequence == one.Sequence);

        List<long> paged = [];
        string? after = null;
        do
        {
            Page<LedgerEntryView> page = await PageAsync(auditor, $"?to={at}&limit=2{(after is null ? "" : $"&after={after}")}");
            Assert.InRange(page.Items.Count, 1, 2);
            paged.AddRange(page.Items.Select(entry => entry.Sequence));
            after = page.Next;
        }
        while (after is not null && paged.Count < 10);

        Assert.Equal(paged.OrderDescending().Distinct(), paged);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=13:00:99", "to")]
    [InlineData("actor=somebody", "actor")]
    [InlineData("subject=1", "subject")]
    [InlineData("after=-1", "after")]
    public async Task A_filter_that_cannot_be_read_is_named(string query, string field)
    {
        HttpClient auditor = await server.AsAsync(Role.Auditor);
        using HttpResponseMessage answer = await auditor.GetAsync($"{Audit}?{query}", Cancel);

        Assert.True((await answer.RefusedAsync(422, "invalid-fields")).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Oversight_21_The_export_proves_itself_and_tells_when_an_entry_of_it_was_changed_or_removed()
    {
        HttpClient auditor = await server.AsAsync(Role.Auditor);
        string export = await ExportAsync(auditor);
        string key = server.Services.GetRequiredService<ILedgerSigner>().PublicKey;

        LedgerProof proof = await VerifyAsync(export, key);
        Assert.Null(proof.Fault);
        Assert.True(proof is { Entries: > 1, Checkpoints: > 0 });

        string[] lines = export.Split('\n');
        int second = Array.FindIndex(lines, line => line.Contains("\"sequence\":2,", StringComparison.Ordinal) && line.StartsWith("{\"entry\"", StringComparison.Ordinal));
        Assert.Equal((LedgerFaultKind.Removed, 2), Fault(await VerifyAsync(string.Join('\n', lines.Where((_, at) => at != second)), key)));
        lines[second] = lines[second].Replace("\"action\":\"", "\"action\":\"not-", StringComparison.Ordinal);
        Assert.Equal((LedgerFaultKind.Changed, 2), Fault(await VerifyAsync(string.Join('\n', lines), key)));
    }

    [Fact]
    public async Task Oversight_21_No_call_changes_the_ledger_and_no_statement_does()
    {
        foreach (HttpMethod method in new[] { HttpMethod.Delete, HttpMethod.Put, HttpMethod.Post, HttpMethod.Patch })
        {
            foreach (string call in new[] { Audit, Export, Audit + "/1" })
            {
                using HttpRequestMessage request = new(method, call) { Content = JsonContent.Create(new { action = "nothing.happened" }) };
                using HttpResponseMessage answer = await server.Bootstrap.SendAsync(request, Cancel);
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{method} {call}: {answer.StatusCode}");
            }
        }

        await using FaceMatchDbContext db = await server.Services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Cancel);
        foreach (string statement in new[]
                 {
                     """UPDATE "LedgerEntries" SET "ActorName" = 'nobody' WHERE "Sequence" = 1""", """DELETE FROM "LedgerEntries" WHERE "Sequence" = 2""",
                     """UPDATE "LedgerCheckpoints" SET "Signature" = ''""", """DELETE FROM "LedgerCheckpoints" """,
                 })
        {
            DbException refused = await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(statement, Cancel));
            Assert.Contains("The ledger only grows", refused.Message, StringComparison.Ordinal);
        }
    }

    private static (LedgerFaultKind?, long?) Fault(LedgerProof proof) => (proof.Fault?.Kind, proof.Fault?.Entry);

    private static async Task<Page<LedgerEntryView>> PageAsync(HttpClient auditor, string query)
    {
        using HttpResponseMessage answer = await auditor.GetAsync(Audit + query, Cancel);
        return await answer.ReadAsync<Page<LedgerEntryView>>();
    }

    private static Task<string> ExportAsync(HttpClient auditor) => auditor.GetStringAsync(Export, Cancel);

    private static async Task<LedgerProof> VerifyAsync(string export, string key)
    {
        using MemoryStream file = new(Encoding.UTF8.GetBytes(export));
        return await LedgerVerifier.VerifyAsync(file, key, Ed25519.Check, Cancel);
    }
}
