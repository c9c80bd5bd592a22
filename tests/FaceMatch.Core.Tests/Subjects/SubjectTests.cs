using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Core.Tests.Subjects;

public sealed class SubjectTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Enroller = new("0199aaaa-0000-7000-8000-00000000000a");
    private static readonly Guid Second = new("0199aaaa-0000-7000-8000-00000000000b");

    private enum Step
    {
        AddImage,
        ApproveByEnroller,
        ApproveBySecond,
        Suspend,
        Delete,
        Wait,
    }

    /// <summary>Any history of one subject, against what the oversight rules 5 and 6 say of it.</summary>
    [Fact]
    public void A_subject_is_searchable_only_while_approved_by_a_second_person_with_an_image_and_in_time()
    {
        Gen.Enum<Step>().List[0, 12].Sample(steps =>
        {
            Subject subject = Subject.Enrol(Request(), Enroller, "Unit 4", Now);
            DateTimeOffset now = Now;
            bool image = false;
            bool approved = false;
            bool ended = false;
            bool deleted = false;
            foreach (Step step in steps)
            {
                if (step == Step.Wait) now += TimeSpan.FromDays(31);
                bool allowed = Try(subject, step, now);
                switch (step)
                {
                    case Step.AddImage:
                        image |= !deleted;
                        break;
                    case Step.ApproveByEnroller:
                        Assert.False(allowed);
                        break;
                    case Step.ApproveBySecond:
                        Assert.Equal(image && !approved && !ended && !deleted && now < subject.ExpiresAt, allowed);
                        approved |= allowed;
                        break;
                    case Step.Suspend:
                        Assert.Equal(!ended && !deleted, allowed);
                        ended = true;
                        break;
                    case Step.Delete:
                        Assert.Equal(!deleted, allowed);
                        deleted = true;
                        break;
                }

                Assert.Equal(approved && !ended && !deleted && now < subject.ExpiresAt, subject.IsSearchable(now));
                Assert.NotEqual(subject.EnrolledBy, subject.ApprovedBy);
            }
        });
    }

    [Fact]
    public void A_deleted_subject_forgets_all_but_its_reference_number()
    {
        Subject subject = Subject.Enrol(Request() with { DisplayName = "A. Name", BornYear = 1970 }, Enroller, "Unit 4", Now);
        subject.Images.Add(Image(subject));

        subject.Delete("the basis ended");

        Assert.Equal("N-1", subject.ReferenceNumber);
        Assert.Equal((null, null, ""), (subject.DisplayName, subject.BornYear, subject.Necessity));
        Assert.Empty(subject.Images);
        Assert.Equal("already-deleted", Assert.Throws<RefusalException>(() => subject.Delete("again")).Code);
    }

    [Fact]
    public void An_empty_enrolment_hears_of_every_missing_field_at_once()
    {
        EnrolSubjectRequest empty = new(null, null, null, null, null, null, null, null);

        RefusalException refused = Assert.Throws<RefusalException>(() => Subject.Enrol(empty, Enroller, "Unit 4", Now));

        Assert.Equal("invalid-fields", refused.Code);
        Assert.Equal(
            ["category", "expiresAt", "legalInstrument", "legalReference", "necessity", "referenceNumber", "requestingUnit", "reviewAt"],
            refused.Fields!.Keys.Order());
    }

    public static TheoryData<string, EnrolSubjectRequest> Faulty() => new()
    {
        { "expiresAt", Request() with { ReviewAt = Now, ExpiresAt = Now } },
        { "expiresAt", Request() with { ExpiresAt = Now.AddYears(180) } },
        { "reviewAt", Request() with { ReviewAt = Now.AddDays(91) } },
        { "category", Request() with { Category = "loitering" } },
        { "bornYear", Request() with { BornYear = 1850 } },
        { "bornYear", Request() with { BornYear = 2027 } },
        { "bornYear", Request() with { BornYear = 2012 } },
        { "referenceNumber", Request() with { ReferenceNumber = "   " } },
        { "referenceNumber", Request() with { ReferenceNumber = new string('9', 201) } },
        { "necessity", Request() with { Necessity = new string('x', 2_001) } },
        { "displayName", Request() with { DisplayName = new string('x', 201) } },
    };

    [Theory]
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void A_faulty_field_is_named(string field, EnrolSubjectRequest request)
    {
        RefusalException refused = Assert.Throws<RefusalException>(() => Subject.Enrol(request, Enroller, "Unit 4", Now));

        Assert.Equal([field], refused.Fields!.Keys);
    }

    [Theory]
    [InlineData("missing-person")]
    [InlineData("victim")]
    public void Oversight_07_A_minor_is_enrolled_only_to_be_protected(string category) =>
        Assert.Equal(2012, Subject.Enrol(Request() with { Category = category, BornYear = 2012 }, Enroller, "Unit 4", Now).BornYear);

    private static void Do(Subject subject, Step step, DateTimeOffset now)
    {
        switch (step)
        {
            case Step.AddImage:
                if (subject.State != SubjectState.Deleted) subject.Images.Add(Image(subject));
                break;
            case Step.ApproveByEnroller:
                subject.Approve(Enroller, now);
                break;
            case Step.ApproveBySecond:
                subject.Approve(Second, now);
                break;
            case Step.Suspend:
                subject.Suspend("reason");
                break;
            case Step.Delete:
                subject.Delete("reason");
                break;
        }
    }

    private static bool Try(Subject subject, Step step, DateTimeOffset now)
    {
        try
        {
            Do(subject, step, now);
            return true;
        }
        catch (RefusalException)
        {
            return false;
        }
    }

    private static EnrolSubjectRequest Request() =>
        new("N-1", "wanted", "warrant", "W 7/26", "Unit 4", "because", Now.AddDays(30), Now.AddDays(90));

    private static ReferenceImage Image(Subject subject) => new(
        subject.Id, "00", "register", "law", new FrameSize(10, 10), new AnalysedFace(default, default, new(1, 1, 1, 0, 0, 0, []), [1]), Enroller, Now);
}
