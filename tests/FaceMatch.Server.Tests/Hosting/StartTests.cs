using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace FaceMatch.Server.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        StartRefusedException refused = Assert.Throws<StartRefusedException>(() => Read(
            (ServerOptions.BootstrapKeyKey, "short"), (ServerOptions.UrlsKey, "ftp://somewhere"), (ServerOptions.SiloPortKey, "zero")));
        Assert.Contains(ServerOptions.BootstrapKeyKey, refused.Message, StringComparison.Ordinal);
        Assert.Contains(ServerOptions.UrlsKey, refused.Message, StringComparison.Ordinal);
        Assert.Contains(ServerOptions.SiloPortKey, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Health_must_have_a_port_of_its_own() =>
        Assert.Throws<StartRefusedException>(() => Read(
            (ServerOptions.UrlsKey, "http://127.0.0.1:8080"), (ServerOptions.ManagementUrlsKey, "http://*:8080")));

    [Fact]
    public void Nothing_set_gives_the_documented_defaults()
    {
        ServerOptions options = Read();
        Assert.Equal("http://127.0.0.1:8080", Assert.Single(options.Urls).ToString());
        Assert.Equal("http://127.0.0.1:9080", Assert.Single(options.ManagementUrls).ToString());
        Assert.Equal(Path.GetFullPath("data"), options.DataDirectory);
        Assert.Equal(Path.GetFullPath("data/index"), options.IndexFolder);
        Assert.Equal("default", options.Pack);
    }

    [Fact]
    public void The_model_pack_can_be_chosen() => Assert.Equal("accurate", Read((ServerOptions.PackKey, "accurate")).Pack);

    [Fact]
    public void Galleries_are_searched_exactly_unless_an_index_is_set()
    {
        Assert.Equal("Exact", Read().IndexType);
        Assert.Equal("HNSW32", Read((ServerOptions.IndexKey, "HNSW32")).IndexType);
    }

    [Fact]
    public void An_index_that_cannot_be_had_stops_the_start_and_is_named()
    {
        StartRefusedException refused = Assert.Throws<StartRefusedException>(
            () => WebApplication.CreateBuilder().AddRecognition(Read((ServerOptions.IndexKey, "Nonsense12"))));
        Assert.Contains(ServerOptions.IndexKey, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Nonsense12", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_file_is_readable_by_its_owner_only()
    {
        string path = Path.Combine(Path.GetTempPath(), "facematch-tests", Guid.NewGuid().ToString("N"));
        DataDirectory data = new(path);
        data.WriteSecret("key", "secret");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.In("key")));
        Directory.Delete(path, recursive: true);
    }

    private static ServerOptions Read(params (string Key, string Value)[] settings) =>
        ServerOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, string? (pair) => pair.Value)).Build());
}
