using FaceMatch.Core.Accounts;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Subjects;

/// <summary>The second person of an enrolment, for one subject and for a batch alike.</summary>
internal static class Approvals
{
    /// <exception cref="RefusalException">See <see cref="Subject.Approve"/>; also for who added any of the images.</exception>
    public static void Approve(Subject subject, Actor actor, DateTimeOffset at)
    {
        if (subject.Images.Any(image => image.AddedBy == actor.AccountId)) throw Refuse.SamePerson("Approving an enrolment");
        subject.Approve(actor.AccountId, at);
    }
}
