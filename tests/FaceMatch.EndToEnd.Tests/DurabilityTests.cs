using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using FaceMatch.Cli.Client;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests;

/// <summary>The server is killed, as by a power cut, while it enrols.</summary>
public sealed class DurabilityTests
{
    private static readonly TimeSpan PatienceWithImport = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_image_that_was_answered_201_is_there_after_kill_9_and_is_found(int seed)
    {
        IReadOnlyList<Person> people = People.Take(24);
        await using Station station = await Station.OpenAsync();
        string list = await station.MakeWatchlistAsync("missing");
        Dictionary<string, string> subjects = [];
        foreach (Person person in people)
        {
            subjects[person.Reference] = await station.EnrolAsync(person.Reference);
            await station.First.AddToWatchlistAsync(list, subjects[person.Reference], Cancelled);
        }

        int killAfter = new Random(seed).Next(3, people.Count - 6);
        ConcurrentDictionary<string, string> answered = [];
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancelled }, async (person, token) =>
        {
            try
            {
                AddedImage added = await station.First.AddImageAsync(
                    subjects[person.Reference], await File.ReadAllBytesAsync(person.Enrolled, token), "test data", "research", token);
                answered[person.Reference] = added.ImageId;
                if (answered.Count == killAfter) await station.Server.KillAsync();
            }
            catch (ServerUnreachableException)
            {
                // Sent into the crash: never answered, so nothing was promised.
            }
        });
        await station.RestartAsync();

        Assert.InRange(answered.Count, killAfter, people.Count - 1);
        foreach (Person person in people.Where(person => answered.ContainsKey(person.Reference)))
        {
            string subject = subjects[person.Reference];
            SubjectView view = await station.GetAsync<SubjectView>($"subjects/{subject}");
            Assert.Contains(view.Images, image => image.Id == answered[person.Reference]);
            byte[] kept = await station.GetBytesAsync($"subjects/{subject}/images/{answered[person.Reference]}");
            Assert.Equal(await File.ReadAllBytesAsync(person.Enrolled, Cancelled), kept);
            await station.Second.ApproveSubjectAsync(subject, Cancelled);
            SearchView search = await station.First.SearchAsync(
                new SearchRequest(await File.ReadAllBytesAsync(person.Enrolled, Cancelled), "C-1", "L-1", "durability", [list], 1), Cancelled);
            Assert.True(search.Coverage.Complete);
            Assert.Contains(search.Faces, face => face.Candidates.Any(candidate => candidate.SubjectId == subject));
        }
    }

    [Fact]
    public async Task An_import_goes_on_to_its_end_after_each_kill_9_and_enrols_nothing_twice()
    {
        IReadOnlyList<Person> people = People.Take(40);
        await using Station station = await Station.OpenAsync();
        await station.MakeWatchlistAsync("missing");
        using Stream manifest = Manifest(people);
        using Stream archive = Archive(people);
        AcceptedImport accepted = await station.First.SubmitImportAsync(manifest, archive, _ => { }, Cancelled);

        foreach (int rows in (int[])[1, 14, 29])
        {
            await Eventually.BecomesTrueAsync($"row {rows}", PatienceWithImport, async token =>
                (await station.First.GetImportAsync(accepted.ImportId, token)).RowsDone >= rows);
            await station.Server.KillAsync();
            await station.RestartAsync();
        }

        ImportView done = await Eventually.GetAsync("the end of the import", PatienceWithImport, async token =>
            await station.First.GetImportAsync(accepted.ImportId, token) is { State: not "running" } view ? view : null);
        Assert.Equal("awaitingApproval", done.State);
        Assert.Equal(people.Count, done.Rows);
        Assert.Equal(people.Count, done.RowsDone);
        Assert.Equal(people.Count, done.Accepted + done.Rejected.Count);
        Page<SubjectView> enrolled = await station.GetAsync<Page<SubjectView>>("subjects?limit=200");
        Assert.Equal(done.Accepted, enrolled.Items.Sum(subject => subject.Images.Count));
        Assert.Equal(done.Accepted, enrolled.Items.Select(subject => subject.ReferenceNumber).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_restart_goes_on_from_the_sealed_index_after_a_stop_and_after_kill_9_and_reads_what_is_damaged_anew()
    {
        const int Shards = 4;
        const string GoesOn = "goes on from its files";
        const string NotUsed = "are not used";
        List<Person> people = [.. People.Take(12)];
        await using Station station = await Station.OpenAsync();
        string list = await station.MakeWatchlistAsync("missing");
        foreach (Person person in people[1..]) await station.EnrolAsync(person.Reference, list, person.Enrolled);

        Assert.Equal(0, await station.Server.StopAsync());
        await station.RestartAsync();
        Assert.Equal((Shards, 0), (Said(GoesOn), Said(NotUsed)));
        await AreFoundAsync(people[1..]);

        await station.EnrolAsync(people[0].Reference, list, people[0].Enrolled);
        await station.Server.KillAsync();
        await station.RestartAsync();
        Assert.Equal((Shards, 0), (Said(GoesOn), Said(NotUsed)));
        await AreFoundAsync(people);

        await station.Server.KillAsync();
        string page = Directory.EnumerateFiles(Path.Combine(station.DataFolder, "index"), "page-*", SearchOption.AllDirectories).First();
        byte[] damaged = await File.ReadAllBytesAsync(page, Cancelled);
        damaged[^1] ^= 1;
        await File.WriteAllBytesAsync(page, damaged, Cancelled);
        await station.RestartAsync();
        Assert.Equal((Shards - 1, 1), (Said(GoesOn), Said(NotUsed)));
        await AreFoundAsync(people);

        int Said(string words) => station.Server.Log.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

        async Task AreFoundAsync(IReadOnlyList<Person> expected)
        {
            foreach (Person person in expected)
            {
                SearchView search = await station.First.SearchAsync(
                    new SearchRequest(await File.ReadAllBytesAsync(person.Enrolled, Cancelled), "C-1", "L-1", "durability", [list], 1), Cancelled);
                Assert.True(search.Coverage.Complete);
                Assert.Contains(search.Faces, face => face.Candidates is [{ ReferenceNumber: var found }] && found == person.Reference);
            }
        }
    }

    [Fact]
    public async Task The_server_stops_in_order_when_it_is_asked_to()
    {
        await using Station station = await Station.OpenAsync();

        Assert.Equal(0, await station.Server.StopAsync());
    }

    private static MemoryStream Manifest(IReadOnlyList<Person> people)
    {
        const string Header = "referenceNumber,file,category,legalInstrument,legalReference,requestingUnit,necessity,source,lawfulHolding,reviewAt,expiresAt,watchlist";
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string lawful = $"missing-person,notice,N-1,Station,to find them,test data,research,{now.AddDays(30):O},{now.AddDays(60):O},missing";
        string csv = string.Join('\n', people.Select(person => $"{person.Reference},{person.Reference}.jpg,{lawful}").Prepend(Header));
        return new MemoryStream(Encoding.UTF8.GetBytes(csv));
    }

    private static MemoryStream Archive(IReadOnlyList<Person> people)
    {
        MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (Person person in people) zip.CreateEntryFromFile(person.Enrolled, person.Reference + ".jpg");
        }

        stream.Position = 0;
        return stream;
    }
}
