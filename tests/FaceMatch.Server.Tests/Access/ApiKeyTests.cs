using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Access;

/// <summary>Keys of programs come and go without a new account.</summary>
public sealed class ApiKeyTests(FaceMatchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_24_A_key_that_was_revoked_opens_nothing()
    {
        (string keys, _) = await AccountAsync();
        CreatedApiKey second = await MakeAsync(keys);
        Assert.Equal(HttpStatusCode.OK, await OpensAsync(second.ApiKey));

        using HttpResponseMessage revoked = await RevokeAsync(keys, second.Id);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await OpensAsync(second.ApiKey));
        Assert.NotNull((await ListAsync(keys)).Single(key => key.Id == second.Id).RevokedAt);
        using HttpResponseMessage rotated = await RotateAsync(keys, second.Id, 0);
        await rotated.RefusedAsync(409, "key-ended");
    }

    [Fact]
    public async Task Oversight_24_A_rotated_key_opens_nothing_after_the_overlap_and_the_new_one_does()
    {
        (string keys, string first) = await AccountAsync();
        ApiKeyView old = Assert.Single(await ListAsync(keys));

        using HttpResponseMessage beside = await RotateAsync(keys, old.Id, 60);
        CreatedApiKey second = await beside.ReadAsync<CreatedApiKey>(HttpStatusCode.Created);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await OpensAsync(first), await OpensAsync(second.ApiKey)]);
        Assert.Null(second.ExpiresAt);

        using HttpResponseMessage instead = await RotateAsync(keys, second.Id, 0);
        CreatedApiKey third = await instead.ReadAsync<CreatedApiKey>(HttpStatusCode.Created);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.OK], [await OpensAsync(second.ApiKey), await OpensAsync(third.ApiKey)]);
        using HttpResponseMessage again = await RotateAsync(keys, second.Id, 0);
        await again.RefusedAsync(409, "key-ended");
    }

    [Fact]
    public async Task A_rotation_keeps_the_end_of_the_key_and_never_moves_it_back()
    {
        (string keys, _) = await AccountAsync();
        CreatedApiKey old = await MakeAsync(keys, DateTimeOffset.UtcNow.AddMinutes(30));

        using HttpResponseMessage rotated = await RotateAsync(keys, old.Id, 10080);

        Assert.Equal(old.ExpiresAt, (await rotated.ReadAsync<CreatedApiKey>(HttpStatusCode.Created)).ExpiresAt);
        Assert.Equal(old.ExpiresAt, (await ListAsync(keys)).Single(key => key.Id == old.Id).ExpiresAt);
    }

    [Fact]
    public async Task The_last_key_of_an_account_without_a_password_stays_until_there_is_another()
    {
        (string keys, string first) = await AccountAsync();
        ApiKeyView only = Assert.Single(await ListAsync(keys));
        using HttpResponseMessage last = await RevokeAsync(keys, only.Id);
        await last.RefusedAsync(409, "last-key");
        Assert.Equal(HttpStatusCode.OK, await OpensAsync(first));

        await MakeAsync(keys);
        using HttpResponseMessage spare = await RevokeAsync(keys, only.Id);
        Assert.Equal(HttpStatusCode.NoContent, spare.StatusCode);

        (string ofPerson, _) = await AccountAsync("four plain words here");
        using HttpResponseMessage person = await RevokeAsync(ofPerson, Assert.Single(await ListAsync(ofPerson)).Id);
        Assert.Equal(HttpStatusCode.NoContent, person.StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        (string keys, _) = await AccountAsync();
        (string others, _) = await AccountAsync();
        ApiKeyView key = Assert.Single(await ListAsync(keys));
        foreach (DateTimeOffset end in new[] { DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(367) })
        {
            using HttpResponseMessage made = await server.Bootstrap.PostAsJsonAsync(keys, new MakeApiKeyRequest(end), Cancel);
            await made.RefusedAsync(422, "invalid-fields");
        }

        foreach (int minutes in new[] { -1, 10081 })
        {
            using HttpResponseMessage rotated = await RotateAsync(keys, key.Id, minutes);
            await rotated.RefusedAsync(422, "invalid-fields");
        }

        using HttpResponseMessage elsewhere = await RotateAsync(others, key.Id, 0);
        await elsewhere.RefusedAsync(404, "not-found");
        using HttpResponseMessage foreign = await RevokeAsync(others, key.Id);
        await foreign.RefusedAsync(404, "not-found");
        Assert.Single(await ListAsync(keys));
    }

    [Fact]
    public async Task The_ledger_tells_of_every_act_by_the_prefix_and_never_holds_the_key()
    {
        (string keys, _) = await AccountAsync();
        CreatedApiKey made = await MakeAsync(keys);
        using HttpResponseMessage rotated = await RotateAsync(keys, made.Id, 60);
        CreatedApiKey second = await rotated.ReadAsync<CreatedApiKey>(HttpStatusCode.Created);
        using HttpResponseMessage revoked = await RevokeAsync(keys, made.Id);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);

        string export = await (await server.AsAsync(Role.Auditor)).GetStringAsync("/api/v1/audit/export", Cancel);

        string account = keys.Split('/')[^2];
        string[] told = [.. export.Split('\n').Where(line => line.Contains(account, StringComparison.Ordinal))];
        string prefix = (await ListAsync(keys)).Single(key => key.Id == made.Id).Prefix;
        foreach (string act in new[] { "account.key-made", "account.key-rotated", "account.key-revoked" })
            Assert.Contains(prefix, Assert.Single(told, line => line.Contains(act, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(made.ApiKey, export, StringComparison.Ordinal);
        Assert.DoesNotContain(second.ApiKey, export, StringComparison.Ordinal);
    }

    private static Uri At(string address) => new(address, UriKind.Relative);

    private async Task<(string Keys, string ApiKey)> AccountAsync(string? password = null)
    {
        CreateAccountRequest request = new($"program-{Guid.NewGuid():N}", ["auditor"], "tests", Password: password);
        using HttpResponseMessage response = await server.Bootstrap.PostAsJsonAsync("/api/v1/accounts", request, Cancel);
        CreatedAccount account = await response.ReadAsync<CreatedAccount>(HttpStatusCode.Created);
        return ($"/api/v1/accounts/{account.Id}/keys", account.ApiKey);
    }

    private async Task<CreatedApiKey> MakeAsync(string keys, DateTimeOffset? end = null)
    {
        using HttpResponseMessage response = await server.Bootstrap.PostAsJsonAsync(keys, new MakeApiKeyRequest(end), Cancel);
        return await response.ReadAsync<CreatedApiKey>(HttpStatusCode.Created);
    }

    private async Task<List<ApiKeyView>> ListAsync(string keys)
    {
        using HttpResponseMessage response = await server.Bootstrap.GetAsync(At(keys), Cancel);
        return await response.ReadAsync<List<ApiKeyView>>();
    }

    private Task<HttpResponseMessage> RotateAsync(string keys, string key, int overlap) =>
        server.Bootstrap.PostAsJsonAsync($"{keys}/{key}/rotate", new RotateApiKeyRequest(overlap), Cancel);

    private Task<HttpResponseMessage> RevokeAsync(string keys, string key) => server.Bootstrap.DeleteAsync(At($"{keys}/{key}"), Cancel);

    private async Task<HttpStatusCode> OpensAsync(string key)
    {
        using HttpResponseMessage response = await server.NewClient(key).GetAsync(At("/api/v1/accounts"), Cancel);
        return response.StatusCode;
    }
}
