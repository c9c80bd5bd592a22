using System.Net;

namespace FaceMatch.Server.Tests.Hosting;

public sealed class ManagementTests(FaceMatchServer server)
{
    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/metrics")]
    public async Task Health_and_metrics_are_served_on_the_management_address_only(string path)
    {
        using HttpResponseMessage there = await server.Anonymous.GetAsync(new Uri(server.ManagementAddress, path), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        using HttpResponseMessage here = await server.Anonymous.GetAsync(new Uri(server.Address, path), TestContext.Current.CancellationToken);
        await here.RefusedAsync(404, "not-found");
    }

    [Theory]
    [InlineData("/api/v1/accounts")]
    [InlineData("/sign-in")]
    [InlineData("/openapi/v1.json")]
    public async Task Nothing_else_is_served_on_the_management_address(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(server.ManagementAddress, path));
        request.Headers.Add("X-Api-Key", FaceMatchServer.BootstrapKey);
        using HttpResponseMessage response = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Oversight_25_The_reference_page_loads_nothing_from_elsewhere()
    {
        string page = await server.Anonymous.GetStringAsync("/scalar/", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        using HttpResponseMessage script = await server.Anonymous.GetAsync("/scalar/scalar.js", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        using HttpResponseMessage response = await server.Anonymous.GetAsync("/api/v1/accounts", TestContext.Current.CancellationToken);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public void The_data_directory_is_for_its_owner_only()
    {
        UnixFileMode mode = new DirectoryInfo(server.DataDirectory).UnixFileMode;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }
}
