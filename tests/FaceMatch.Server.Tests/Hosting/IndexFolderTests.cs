using System.Net;
using System.Text.Json;
using FaceMatch.Server.Hosting;
using FaceMatch.Tests.Shared;

namespace FaceMatch.Server.Tests.Hosting;

public sealed class IndexFolderTests
{
    [Fact]
    public async Task A_server_that_cannot_keep_its_galleries_in_files_is_ready_and_says_so()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "A node without a port of its own keeps no files.");
        await using WithoutIndexFolder server = new();
        await server.InitializeAsync();

        (HttpStatusCode status, JsonElement gallery) = await GalleryHealthAsync(server);

        Assert.Equal((HttpStatusCode.OK, "Degraded"), (status, gallery.GetProperty("status").GetString()));
        Assert.Contains("4 of them are not wholly in their files", gallery.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_files_lie_in_the_data_directory_unless_another_folder_is_set_and_are_nobody_elses()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "A node without a port of its own keeps no files.");
        await using FaceMatchServer server = new();
        await server.InitializeAsync();

        Assert.Equal("Healthy", (await GalleryHealthAsync(server)).Gallery.GetProperty("status").GetString());
        string[] shards = Directory.GetDirectories(Path.Combine(server.DataDirectory, "index", "alone"));
        Assert.Equal(4, shards.Length);
        Assert.All(shards, shard => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(shard)));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Gallery)> GalleryHealthAsync(FaceMatchServer server)
    {
        using HttpResponseMessage response = await server.Anonymous.GetAsync(new Uri(server.ManagementAddress, "/healthz/ready"), TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.ReadAsync<JsonElement>(response.StatusCode)).GetProperty("checks").GetProperty("gallery"));
    }

    /// <summary>Its folder would have to be below a file.</summary>
    private sealed class WithoutIndexFolder : FaceMatchServer
    {
        protected override void Change(Dictionary<string, string?> settings) =>
            settings[ServerOptions.IndexFolderKey] = Path.Combine(typeof(IndexFolderTests).Assembly.Location, "index");
    }
}
