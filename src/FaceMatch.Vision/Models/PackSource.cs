using System.Text.Json.Serialization;

namespace FaceMatch.Vision.Models;

/// <summary>Where a pack's files come from.</summary>
/// <param name="Licence">SPDX identifier, or words where there is none.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NpmSource), "npm")]
[JsonDerivedType(typeof(ManualSource), "manual")]
public abstract record PackSource(string Licence);

/// <summary>A package that <c>facematch models restore</c> fetches through npm.</summary>
/// <param name="Package">Name of the npm package.</param>
/// <param name="Integrity">Subresource integrity of the tarball, <c>sha512-</c> and base64, as npm publishes it.</param>
public sealed record NpmSource(string Package, string Version, string Integrity, string Licence) : PackSource(Licence)
{
    public override string ToString() => $"npm {Package}@{Version}";
}

/// <summary>Files that the user gets himself and hands over with <c>facematch models add</c>: no package that npm serves has them.</summary>
/// <param name="Page">Where to get them.</param>
public sealed record ManualSource(string Page, string Licence) : PackSource(Licence)
{
    public override string ToString() => Page;
}

/// <param name="Name">File name after restoring.</param>
/// <param name="Source">Which of the manifest's sources ships it.</param>
/// <param name="Path">Path inside the package; of a manual source the file's name on its page.</param>
/// <param name="Sha256Before">Of the file as shipped, lower-case hex.</param>
/// <param name="Rewrite">What is done to the graph.</param>
/// <param name="Sha256After">
/// Of the file as restored; equal to <paramref name="Sha256Before"/> without a rewrite. Left out where nobody could compute it
/// when the manifest was written: it is then pinned beside the file when the proven original is rewritten.
/// </param>
/// <param name="Companion">A second shipped file that the rewrite reads.</param>
public sealed record PackFile(
    string Name,
    string Source,
    string Path,
    string Sha256Before,
    GraphRewrite Rewrite,
    string? Sha256After = null,
    PackCompanion? Companion = null)
{
    /// <summary>Paths of everything this file is made of.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Paths => Companion is null ? [Path] : [Path, Companion.Path];
}

/// <param name="Path">Beside the file that it goes with, in the same source.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record PackCompanion(string Path, string Sha256);

/// <summary>What restoring does to a shipped graph.</summary>
public enum GraphRewrite
{
    None,

    /// <summary>UltraFace RFB: cut before the baked-in prior decode, input of any size.</summary>
    RfbAnySize,

    /// <summary>Fully convolutional graphs exported for one size: batch, height and width become symbols.</summary>
    AnySize,

    /// <summary>Every PReLU as a rectifier and a scale, which ONNX Runtime runs in half the time; the function stays.</summary>
    SplitPrelu,

    /// <summary>Integers of 8 bits between most layers, by the plan beside the manifest.</summary>
    Int8,

    /// <summary>dlib's network written as a graph, from TensorFlow.js weights and, as companion, their manifest.</summary>
    DlibResnet,
}
