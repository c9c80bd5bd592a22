namespace FaceMatch.Core.Refusals;

/// <summary>What sort of "no" it is; the HTTP layer turns each into one status.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is malformed or lacks a field (400).</summary>
    Malformed,

    /// <summary>Not signed in, or the key is unknown or expired (401).</summary>
    Unauthenticated,

    /// <summary>The account lacks the role or the unit (403).</summary>
    Forbidden,

    /// <summary>There is no such thing, or not for this account (404).</summary>
    NotFound,

    /// <summary>The thing is in a state that does not allow it, or a two-person rule stands against it (409).</summary>
    Conflict,

    /// <summary>A size limit (413).</summary>
    TooLarge,

    /// <summary>Well-formed, but its content cannot be accepted (422).</summary>
    Unacceptable,

    /// <summary>Come back later (429).</summary>
    TooMany,

    /// <summary>A part of the system does not answer (503).</summary>
    Unavailable,
}

/// <summary>
/// The system says no, with a stable code for programs and a sentence for people that says what to do.
/// </summary>
/// <param name="code">Stable, kebab-case, part of the API contract.</param>
/// <param name="message">What is wrong and what to do about it. Never holds a name, a face or a secret.</param>
public sealed class RefusalException(RefusalKind kind, string code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public RefusalKind Kind { get; } = kind;

    public string Code { get; } = code;

    /// <summary>For <see cref="RefusalKind.TooMany"/> and <see cref="RefusalKind.Unavailable"/>: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Per field, for a request with several faults: all of them at once.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }
}

/// <summary>The refusals that more than one feature gives.</summary>
public static class Refuse
{
    public static RefusalException NotFound(string what, object id) =>
        new(RefusalKind.NotFound, "not-found", $"There is no {what} {id} that this account may see. Check the id.");

    public static RefusalException SamePerson(string act) =>
        new(RefusalKind.Conflict, "same-person", $"{act} needs a second person: sign in with another account that holds the role.");

    public static RefusalException OtherUnit() => new(
        RefusalKind.Forbidden, "other-unit", "This is of another unit, so this account may not change it. Ask that unit, or headquarters.");

    public static RefusalException Fields(IReadOnlyDictionary<string, string[]> fields) =>
        new(RefusalKind.Unacceptable, "invalid-fields", "Some fields are missing or wrong; correct them and send the request again.")
        {
            Fields = fields,
        };
}
