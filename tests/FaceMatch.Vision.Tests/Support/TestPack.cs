using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Tests.Support;

/// <summary>The restored default pack, opened once; when it is absent every test says which command restores it.</summary>
internal static class TestPack
{
    public static ModelPack Installed { get; } = ModelPackStore.Installed().Open();

    private static readonly Lazy<FaceVision> Opened = new(() => FaceVision.Load(ModelPackStore.Installed().Open()));

    public static FaceVision Vision => Opened.Value;
}
