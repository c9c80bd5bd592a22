using FaceMatch.Storage.Accounts;

namespace FaceMatch.Storage.Tests.Aggregates;

public sealed class ApiKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 60)]
    [InlineData(30, 30)]
    [InlineData(90, 60)]
    public void A_rotated_key_works_for_the_overlap_and_not_after_and_never_longer_than_it_would_have(int? endMinutes, int lastsMinutes)
    {
        string secret = ApiKeyRow.NewKey();
        ApiKeyRow key = new(Guid.NewGuid(), secret, Now, endMinutes is { } end ? Now.AddMinutes(end) : null);

        key.ExpireBy(Now.AddMinutes(60));

        Assert.True(key.Accepts(secret, Now.AddMinutes(lastsMinutes).AddTicks(-1)));
        Assert.False(key.Accepts(secret, Now.AddMinutes(lastsMinutes)));
    }
}
