using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceMatch.Server.Tests.Hosting;

/// <summary>Reads answers of the API, and says what came instead when they are not what was expected.</summary>
public static class ApiAnswers
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        if (response.StatusCode != expected)
            Assert.Fail($"Expected {(int)expected}, got {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>(Json))!;
    }

    /// <summary>The answer is a refusal in the form of RFC 9457, with this status and code and a sentence.</summary>
    public static async Task<JsonElement> RefusedAsync(this HttpResponseMessage response, int status, string code)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"Expected {status} {code}, got {(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.EndsWith(".", problem.GetProperty("detail").GetString());
        return problem;
    }

    public static MultipartFormDataContent Form(params (string Name, object Value)[] parts)
    {
        MultipartFormDataContent form = [];
        foreach ((string name, object value) in parts)
        {
            if (value is byte[] file)
            {
                ByteArrayContent content = new(file);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
                form.Add(content, name, name + ".bin");
            }
            else
            {
                form.Add(new StringContent(value.ToString()!), name);
            }
        }

        return form;
    }
}
