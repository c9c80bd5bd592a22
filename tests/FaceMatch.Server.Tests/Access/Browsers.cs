using System.Net;
using System.Text.RegularExpressions;

namespace FaceMatch.Server.Tests.Access;

/// <summary>What a browser does with the plain forms of signing in.</summary>
public static partial class Browsers
{
    /// <summary>Keeps cookies, and shows where it is led instead of going there.</summary>
    public static HttpClient At(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    public static Task<string> SignInByFormAsync(this HttpClient browser, string name, string password, string returnUrl) =>
        browser.PostFormAsync("sign-in", ("userName", name), ("password", password), ("returnUrl", returnUrl));

    /// <returns>Where the browser is led.</returns>
    public static async Task<string> PostFormAsync(this HttpClient browser, string form, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage response = await browser.SubmitFormAsync(form, fields);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return response.Headers.Location!.ToString();
    }

    public static async Task<HttpResponseMessage> SubmitFormAsync(this HttpClient browser, string form, params (string Name, string Value)[] fields)
    {
        string page = await browser.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        string token = Token().Match(page).Groups["token"].Value;
        Assert.NotEmpty(token);
        using FormUrlEncodedContent content = new(
            [.. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)), new("__RequestVerificationToken", token)]);
        return await browser.PostAsync($"/account/{form}", content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
