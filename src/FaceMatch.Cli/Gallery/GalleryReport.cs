using FaceMatch.Core.Galleries;

namespace FaceMatch.Cli.Gallery;

/// <summary>Tells a person in which shards the gallery is searched.</summary>
public static class GalleryReport
{
    public static void Print(GalleryView gallery, TextWriter output)
    {
        GenerationView force = gallery.InForce;
        output.WriteLine(FormattableString.Invariant(
            $"Searched: generation {force.Number}, {force.ShardsReady} of {force.Shards} shards ready, {force.Templates} templates (gallery version {gallery.GalleryVersion})."));
        if (gallery.Building is not { } building) return;
        output.WriteLine(FormattableString.Invariant(
            $"Being built: generation {building.Number}, {building.ShardsLoaded} of {building.Shards} shards loaded with {building.Templates} templates, {building.ShardsProven} agree with the truth; begun {building.BegunAt:u} by account {building.BegunBy}."));
        if (building.ShardsUnlike == 0) return;
        output.WriteLine(FormattableString.Invariant(
            $"{building.ShardsUnlike} of them do not agree with the truth and are read anew. If that stays, look at the servers' logs, and give it up with: facematch gallery give-up"));
    }
}
