using System.Runtime.InteropServices;
using FaceMatch.Core.Subjects;
using FaceMatch.Storage.Tests.Vault;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Tests;

public sealed class ErasureTests
{
    [Fact]
    public async Task After_an_erasure_no_file_of_the_data_directory_holds_the_template_or_the_name()
    {
        await using Rig rig = await Rig.StartAsync();
        DateTimeOffset now = rig.Time.GetUtcNow();
        float[] embedding = [.. Enumerable.Range(0, 512).Select(i => MathF.Sin(i * 1.7f) / 16)];
        byte[] template = MemoryMarshal.AsBytes(embedding.AsSpan(100, 16)).ToArray();
        byte[] name = "A. Name"u8.ToArray();
        Subject subject = Make.Subject(now);
        subject.Images.Add(Make.Image(subject, now, embedding, await VaultTests.VaultOf(rig).StoreAsync(VaultTests.Bytes(9_000, seed: 1), Rig.Cancel)));
        await rig.SaveAsync(subject, Make.Subject(now, "N-2"));
        Assert.True(await IsOnDiskAsync(rig, template));

        await using (FaceMatchDbContext db = rig.Open())
        {
            foreach (Subject row in await db.Subjects.Include(any => any.Images).ToListAsync(Rig.Cancel)) row.Delete("the basis ended");
            await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("subject.deleted"));
            Assert.True(await db.ScrubAsync(Rig.Cancel));
        }

        Assert.False(await IsOnDiskAsync(rig, template));
        Assert.False(await IsOnDiskAsync(rig, name));
    }

    private static async Task<bool> IsOnDiskAsync(Rig rig, byte[] bytes)
    {
        foreach (string path in Directory.EnumerateFiles(rig.Options.DataDirectory, "facematch.db*"))
        {
            await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream content = new();
            await file.CopyToAsync(content, Rig.Cancel);
            if (content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(bytes) >= 0) return true;
        }

        return false;
    }
}
