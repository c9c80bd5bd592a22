using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.Storage.Tests;

/// <summary>Entities as the features make them.</summary>
internal static class Make
{
    public static readonly Guid Officer = Guid.Parse("0199aaaa-0000-7000-8000-00000000000a");
    public static readonly Guid Approver = Guid.Parse("0199aaaa-0000-7000-8000-00000000000b");

    public static readonly Box Box = new(10.25f, 20.5f, 100.125f, 120);
    public static readonly Landmarks Landmarks = new(new(1.5f, 2), new(3, 4), new(5, 6), new(7, 8), new(9, 10.0625f));
    public static readonly FaceQuality Quality = new(0.1 + 0.2, 0.7, 0.9, -12.5, 3, 1, ["turned-away", "too-dark"]);

    public static readonly SearchedGallery SearchedOn = new(
        "g1.v7", [new WatchlistVersion(Officer, 3)], new Coverage(3, 4, 1_000, ["gallery/1/003"]), new ModelIdentity("default", "d", "e", "c", 512), 0.51f, 1e-6);

    public static Subject Subject(DateTimeOffset at, string reference = "N-1", DateTimeOffset? expiresAt = null) => Core.Subjects.Subject.Enrol(
        new EnrolSubjectRequest(reference, "wanted", "warrant", "W 7/26", "Unit 4", "because", at.AddDays(30), expiresAt ?? at.AddDays(60), "A. Name", 1970),
        Officer,
        "Unit 4",
        at);

    public static ReferenceImage Image(Subject subject, DateTimeOffset at, float[] embedding, string hash = "00ff", string pack = Rig.Pack, string embedder = Rig.Embedder)
    {
        ReferenceImage image = new(
            subject.Id, hash, "register", "law", new FrameSize(640, 480), new AnalysedFace(new Detection(Box, 0.9f), Landmarks, Quality, embedding), Officer, at);
        image.Templates.Add(new FaceTemplate(subject.Id, image.Id, pack, embedder, embedding));
        return image;
    }

    /// <summary>Enrolled, with one image, and approved.</summary>
    public static Subject Approved(DateTimeOffset at, string reference = "N-1", float first = 1, DateTimeOffset? expiresAt = null)
    {
        Subject subject = Subject(at, reference, expiresAt);
        subject.Images.Add(Image(subject, at, [first, 0, 0, 0]));
        subject.Approve(Approver, at);
        return subject;
    }

    public static Watchlist List(DateTimeOffset at, string name = "wanted") => new(name, "purpose", SubjectCategory.Wanted, "Unit 4", Officer, at);

    public static ProbeSearch Search(DateTimeOffset at, IEnumerable<Guid>? lists = null)
    {
        ProbeSearch search = new(
            Guid.CreateVersion7(at), Officer, "Unit 4", "C-1", "L-1", "why", "abcd", new FrameSize(800, 600), new ModelIdentity("default", "d", "e", "c", 512), at);
        search.Answer("g1.v7", new Coverage(3, 4, 1_000, ["gallery/1/003"]), lists ?? [], [new WatchlistVersion(Officer, 3)], [new ProbeFace(0, Box, Landmarks, Quality)]);
        return search;
    }

    public static Candidate Candidate(DateTimeOffset at, Guid subjectId, Guid? searchId, Guid? alertId = null) =>
        new(searchId, alertId, 0, 1, new ShownSubject(subjectId, Guid.CreateVersion7(at), "N-1", [Approver, Officer]), 0.7312345f, 3.3e-7, ScoreBand.Strong, at);

    public static Camera Camera(DateTimeOffset at) => new("gate", CameraKind.BodyWorn, "rtsp://camera/1", "north", "Unit 4", Officer, at);

    public static Deployment Deployment(DateTimeOffset at, Guid cameraId, params Guid[] lists) => new(
        "purpose", "area", "IA-1", at, at.AddHours(8), [cameraId], lists, new DeploymentThreshold(1e-6, 0.51f, "cal-1", 3.5), "Unit 4", Officer, at);

    public static Alert Alert(DateTimeOffset at, Guid deploymentId, Guid cameraId, Guid subjectId)
    {
        Alert alert = new(deploymentId, cameraId, at.AddSeconds(-1), "beef", Box, new FrameSize(200, 210), Quality, SearchedOn, at);
        alert.Propose(Candidate(at, subjectId, null, alert.Id));
        return alert;
    }

    public static Opinion Opinion(Guid candidateId, Guid reviewer, Conclusion conclusion, DateTimeOffset at) => new(
        candidateId, reviewer, conclusion, new FeatureChecklist(
            FeatureComparison.Similar, FeatureComparison.Different, FeatureComparison.NotVisible, default, default, FeatureComparison.Different, default), "note", at);
}
