using FaceMatch.Console.Shell;

namespace FaceMatch.Console.Tests.Shell;

public sealed class PreferencesTests
{
    [Fact]
    public void What_a_person_types_on_their_own_clock_becomes_the_right_moment()
    {
        Preferences preferences = new();
        preferences.Take(new PreferenceCookies(null, null, "Europe/Paris"));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(2)), preferences.FromLocal(new DateTime(2026, 7, 1, 12, 0, 0)));
        Assert.Equal(new DateTime(2026, 1, 1, 13, 0, 0), preferences.ToLocal(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("Dark", null, true)]
    [InlineData("Light", "dark", false)]
    [InlineData("contrast", null, true)]
    [InlineData(null, "dark", true)]
    [InlineData("nonsense", "light", false)]
    public void The_theme_is_the_persons_own_and_else_that_of_their_system(string? theme, string? scheme, bool dark)
    {
        Preferences preferences = new();
        preferences.Take(new PreferenceCookies(theme, scheme, "Nowhere/Atall"));
        Assert.Equal(dark, preferences.Dark);
        Assert.Equal(TimeZoneInfo.Utc, preferences.Zone);
    }
}
