namespace FaceMatch.Core.Accounts;

/// <summary>Who sits in front of the console's current circuit.</summary>
public interface ICurrentActor
{
    /// <summary>Null when nobody is signed in. Asked anew at every act, so that a revoked account stops at once.</summary>
    Task<Actor?> GetAsync();
}
