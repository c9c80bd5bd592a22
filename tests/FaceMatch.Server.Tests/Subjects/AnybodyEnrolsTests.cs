using System.Net;
using System.Net.Http.Json;
using CsCheck;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Subjects;

/// <summary>Any people, in any order, doing anything to a subject through the API, with a search after each act.</summary>
public sealed class AnybodyEnrolsTests(FaceMatchServer server)
{
    private const int Runs = 25;

    private enum Act
    {
        AddImage,
        Approve,
        Suspend,
        Delete,
    }

    /// <summary>Mostly those who may do something, so that most histories come to an approval that is tried.</summary>
    private static readonly Gen<int> AnyPerson = Gen.Frequency((6, Gen.Int[0, 2]), (2, Gen.Int[3, 5]));

    private static readonly Gen<Act> AnyAct =
        Gen.Frequency((3, Gen.Const(Act.AddImage)), (4, Gen.Const(Act.Approve)), (1, Gen.Const(Act.Suspend)), (1, Gen.Const(Act.Delete)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_06_However_people_try_only_whom_a_second_person_approved_with_an_image_is_found()
    {
        (_, string photograph, string probe) = SharedFaces.Apart(53);
        byte[] image = await File.ReadAllBytesAsync(photograph, Cancel);
        HttpClient both = await server.NewAccountAsync($"both {Guid.NewGuid():N}", Role.WatchlistOfficer, Role.Approver);
        (HttpClient Client, bool Enrols, bool Approves)[] people =
        [
            (both, true, true),
            (await server.AsAsync(Role.WatchlistOfficer), true, false),
            (await server.AsAsync(Role.Approver), false, true),
            (await server.AsAsync(Role.Reviewer), false, false),
            (await server.AsAsync(Role.Administrator), false, false),
            (await server.NewAccountInAsync("elsewhere", $"elsewhere {Guid.NewGuid():N}", Role.WatchlistOfficer, Role.Approver), false, false),
        ];
        await Gen.Select(AnyPerson, AnyAct).List[1, 8].SampleAsync(
            async acts =>
            {
                using HttpResponseMessage enrolled = await both.PostAsJsonAsync("/api/v1/subjects", Enrolments.Request(), Cancel);
                string subject = (await enrolled.ReadAsync<CreatedSubject>(HttpStatusCode.Created)).Id;
                (SubjectState state, bool shown) = (SubjectState.Pending, false);
                foreach ((int person, Act act) in acts)
                {
                    bool own = ReferenceEquals(people[person].Client, both);
                    bool done = await TryAsync(people[person].Client, subject, act, image);
                    Assert.Equal(Expects(act, people[person].Enrols, people[person].Approves, own, state, shown), done);
                    shown |= done && act == Act.AddImage;
                    if (done) state = After(act, state);
                    Assert.Equal(state == SubjectState.Approved, await IsFoundAsync(subject, probe));
                }

                if (state != SubjectState.Deleted) await server.DeleteSubjectAsync(subject);
            },
            iter: Runs, threads: 1);
    }

    /// <summary>By role, by unit, and never by whoever enrolled.</summary>
    private static bool Expects(Act act, bool enrols, bool approves, bool own, SubjectState state, bool shown) => act switch
    {
        Act.AddImage => enrols && state == SubjectState.Pending && !shown,
        Act.Approve => approves && !own && state == SubjectState.Pending && shown,
        Act.Suspend => (enrols || approves) && (state is SubjectState.Pending or SubjectState.Approved),
        Act.Delete => (enrols || approves) && state != SubjectState.Deleted,
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    private static SubjectState After(Act act, SubjectState before) => act switch
    {
        Act.Approve => SubjectState.Approved,
        Act.Suspend => SubjectState.Suspended,
        Act.Delete => SubjectState.Deleted,
        _ => before,
    };

    private static async Task<bool> TryAsync(HttpClient client, string subject, Act act, byte[] image)
    {
        using MultipartFormDataContent form = ApiAnswers.Form(("image", image), ("source", "passport office"), ("lawfulHolding", "art. 10"));
        using HttpRequestMessage request = act switch
        {
            Act.AddImage => new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subjects/{subject}/images") { Content = form },
            Act.Approve => new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subjects/{subject}/approve"),
            Act.Suspend => new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subjects/{subject}/suspend") { Content = JsonContent.Create(new ReasonRequest("error")) },
            _ => new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/subjects/{subject}") { Content = JsonContent.Create(new ReasonRequest("error")) },
        };
        using HttpResponseMessage answer = await client.SendAsync(request, Cancel);
        Assert.True((int)answer.StatusCode < 500, await answer.Content.ReadAsStringAsync(Cancel));
        return answer.IsSuccessStatusCode;
    }

    private async Task<bool> IsFoundAsync(string subject, string probe)
    {
        SearchView found = await server.SearchAsync(probe, ("limit", 3));
        return found.Faces.SelectMany(face => face.Candidates).Any(candidate => candidate.SubjectId == subject);
    }
}
