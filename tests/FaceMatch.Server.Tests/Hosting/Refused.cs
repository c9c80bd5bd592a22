using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Tests.Hosting;

public static class Refused
{
    /// <summary>What a service refuses, with this code.</summary>
    public static async Task<RefusalException> WithAsync(string code, Task act)
    {
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => act);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }
}
