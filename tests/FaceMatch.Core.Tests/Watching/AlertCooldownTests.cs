using CsCheck;
using FaceMatch.Core.Watching;

namespace FaceMatch.Core.Tests.Watching;

public sealed class AlertCooldownTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_alerts_of_one_subject_are_never_nearer_than_the_cooldown_and_none_is_lost_beyond_it()
    {
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 40]).List[0, 30].Sample(sightings =>
        {
            AlertCooldown cooldown = new(TimeSpan.FromSeconds(60));
            Dictionary<int, DateTimeOffset> last = [];
            DateTimeOffset now = Now;
            foreach ((int subject, int later) in sightings)
            {
                now += TimeSpan.FromSeconds(later);
                bool expected = !last.TryGetValue(subject, out DateTimeOffset before) || now - before >= TimeSpan.FromSeconds(60);
                Assert.Equal(expected, cooldown.TryEnter(new Guid(subject, 0, 0, new byte[8]), now));
                if (expected) last[subject] = now;
            }
        });
    }

    [Fact]
    public void A_forgotten_subject_may_be_alerted_at_once()
    {
        AlertCooldown cooldown = new(TimeSpan.FromSeconds(60));
        Guid subject = Guid.NewGuid();
        Assert.True(cooldown.TryEnter(subject, Now));

        cooldown.Forget(subject);

        Assert.True(cooldown.TryEnter(subject, Now));
    }
}
