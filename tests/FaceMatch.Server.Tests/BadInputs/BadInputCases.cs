using System.Text;

namespace FaceMatch.Server.Tests.BadInputs;

/// <summary>The kinds of bad input and the code that each gets. Images and imports are in the other part.</summary>
public static partial class BadInputCases
{
    public static IReadOnlyDictionary<string, BadInput> All { get; } =
        ((BadInput[])[.. Calls, .. Subjects, .. Images, .. Lists, .. Imports, .. Searches, .. Live, .. Accounts, .. Gallery])
        .ToDictionary(input => input.Name, StringComparer.Ordinal);

    private static BadInput[] Calls =>
    [
        BadInput.Json("no key", 401, "unauthenticated", "GET", "/api/v1/subjects", null) with { Key = null },
        BadInput.Json("unknown key", 401, "unauthenticated", "GET", "/api/v1/subjects", null) with { Key = "fm_unknown" },
        BadInput.Json("a key of 600 characters", 401, "unauthenticated", "GET", "/api/v1/subjects", null) with { Key = new string('k', 600) },
        BadInput.Json("unknown address", 404, "not-found", "GET", "/api/v1/suspects", null),
        BadInput.Json("wrong method", 405, "method-not-allowed", "PATCH", "/api/v1/subjects", "{}"),
        BadInput.Raw("text where JSON is expected", 415, "unsupported-media-type", "/api/v1/subjects", "text/plain", "hello"u8.ToArray()),
        BadInput.Raw("no body", 400, "malformed-json", "/api/v1/subjects", "application/json", []),
        BadInput.Json("JSON that ends early", 400, "malformed-json", "POST", "/api/v1/subjects", """{"referenceNumber": "1"""),
        BadInput.Json("an array where an object is expected", 400, "malformed-json", "POST", "/api/v1/subjects", "[]"),
        BadInput.Json("null where an object is expected", 400, "malformed-json", "POST", "/api/v1/subjects", "null"),
        BadInput.Json("a time that is none", 400, "malformed-json", "POST", "/api/v1/subjects", """{"expiresAt": "soon"}"""),
        BadInput.Json("a word where a number is expected", 400, "malformed-json", "POST", "/api/v1/subjects", """{"bornYear": "young"}"""),
        BadInput.Json("a number where a word is expected", 400, "malformed-json", "POST", "/api/v1/subjects", """{"referenceNumber": 7}"""),
        BadInput.Json("half a surrogate pair", 400, "malformed-json", "POST", "/api/v1/subjects", """{"referenceNumber": "\ud800"}"""),
        BadInput.Json("JSON of a hundred levels", 400, "malformed-json", "POST", "/api/v1/subjects",
            "{\"x\":" + new string('[', 100) + new string(']', 100) + "}"),
        BadInput.Raw("bytes that are no UTF-8", 400, "malformed-json", "/api/v1/subjects", "application/json", [(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)'}']),
        BadInput.Declared("two megabytes of JSON", 413, "request-too-large", "/api/v1/subjects", "application/json", 2 * Megabyte),
    ];

    private static BadInput[] Subjects =>
    [
        BadInput.Json("a subject without any field", 422, "invalid-fields", "POST", "/api/v1/subjects", "{}"),
        BadInput.Json("a category outside the list", 422, "invalid-fields", "POST", "/api/v1/subjects", Subject("category", "\"suspicious\"")),
        BadInput.Json("a legal basis that has ended", 422, "invalid-fields", "POST", "/api/v1/subjects", Subject("expiresAt", "\"2001-01-01T00:00:00Z\"")),
        BadInput.Json("a minor who is wanted", 422, "invalid-fields", "POST", "/api/v1/subjects", Subject("bornYear", "2020")),
        BadInput.Json("a reference number of 5,000 letters", 422, "invalid-fields", "POST", "/api/v1/subjects",
            Subject("referenceNumber", "\"" + new string('n', 5_000) + "\"")),
        BadInput.Json("an id that is none", 404, "not-found", "GET", "/api/v1/subjects/' OR 1=1", null),
        BadInput.Json("the id of nothing", 404, "not-found", "GET", "/api/v1/subjects/{missing}", null),
        BadInput.Json("a page size that is a word", 400, "malformed-request", "GET", "/api/v1/subjects?limit=many", null),
        BadInput.Json("a state that is none", 422, "invalid-fields", "GET", "/api/v1/subjects?state=guilty", null),
        BadInput.Json("a cursor that is none", 404, "not-found", "GET", "/api/v1/subjects?after=x", null),
        BadInput.Json("approval of nothing", 404, "not-found", "POST", "/api/v1/subjects/{missing}/approve", null),
        BadInput.Json("approval by the enroller", 409, "same-person", "POST", "/api/v1/subjects/{own}/approve", null),
        BadInput.Json("approval without an image", 409, "no-image", "POST", "/api/v1/subjects/{pending}/approve", null),
        BadInput.Json("suspension without a reason", 422, "invalid-fields", "POST", "/api/v1/subjects/{pending}/suspend", "{}"),
        BadInput.Json("suspension with a bare word", 400, "malformed-json", "POST", "/api/v1/subjects/{pending}/suspend", "\"because\""),
        BadInput.Json("deletion without a reason", 422, "invalid-fields", "DELETE", "/api/v1/subjects/{pending}", null),
        BadInput.Json("deletion of nothing", 404, "not-found", "DELETE", "/api/v1/subjects/{missing}", """{"reason": "error"}"""),
        BadInput.Json("an image that is not there", 404, "not-found", "GET", "/api/v1/subjects/{pending}/images/{missing}", null),
    ];

    private static BadInput[] Lists =>
    [
        BadInput.Json("a watchlist without any field", 422, "invalid-fields", "POST", "/api/v1/watchlists", "{}"),
        BadInput.Json("a watchlist of an unknown category", 422, "invalid-fields", "POST", "/api/v1/watchlists", """{"name":"a","purpose":"b","category":"c"}"""),
        BadInput.Json("a member of no list", 404, "not-found", "PUT", "/api/v1/watchlists/{missing}/subjects/{pending}", null),
        BadInput.Json("nobody as a member", 404, "not-found", "PUT", "/api/v1/watchlists/{list}/subjects/{missing}", null),
        BadInput.Json("ids that are none", 404, "not-found", "PUT", "/api/v1/watchlists/1/subjects/2", null),
        BadInput.Json("a member of another category", 422, "wrong-category", "PUT", "/api/v1/watchlists/{victims}/subjects/{pending}", null),
    ];

    private static BadInput[] Live =>
    [
        BadInput.Json("a camera without any field", 422, "invalid-fields", "POST", "/api/v1/cameras", "{}"),
        BadInput.Json("a camera of an unknown kind", 422, "invalid-fields", "POST", "/api/v1/cameras", """{"name":"a","kind":"hidden","zone":"b","unit":"c"}"""),
        BadInput.Raw("a frame that is text", 415, "unsupported-media-type", "/api/v1/cameras/{camera}/frames", "text/plain", "frame"u8.ToArray()),
        BadInput.Raw("a frame that is no JPEG", 422, "undecodable-image", "/api/v1/cameras/{camera}/frames", "image/jpeg", Pictures.Png),
        BadInput.Raw("a frame for no camera", 404, "not-found", "/api/v1/cameras/x/frames", "image/jpeg", Pictures.Jpeg),
        BadInput.Raw("a frame without a deployment", 409, "no-live-deployment", "/api/v1/cameras/{camera}/frames", "image/jpeg", Pictures.Jpeg),
        BadInput.Json("a deployment without any field", 422, "invalid-fields", "POST", "/api/v1/deployments", "{}"),
        BadInput.Json("a deployment with words for ids", 422, "invalid-fields", "POST", "/api/v1/deployments", """{"cameraIds":["all"],"watchlistIds":["any"]}"""),
        BadInput.Json("approval of no deployment", 404, "not-found", "POST", "/api/v1/deployments/{missing}/approve", null),
        BadInput.Json("an end to no deployment", 404, "not-found", "POST", "/api/v1/deployments/x/stop", null),
        BadInput.Json("a candidate that is none", 404, "not-found", "GET", "/api/v1/candidates/x", null),
        BadInput.Json("an opinion on nothing", 404, "not-found", "POST", "/api/v1/candidates/{missing}/opinions",
            """{"conclusion":"same","checklist":{"faceShape":"similar","brow":"similar","eyes":"similar","nose":"similar","mouth":"similar","ears":"similar","marks":"similar"}}"""),
        BadInput.Json("the shot of no alert", 404, "not-found", "GET", "/api/v1/alerts/x/shot", null),
    ];

    private static BadInput[] Accounts =>
    [
        BadInput.Json("an account without any field", 422, "invalid-fields", "POST", "/api/v1/accounts", "{}"),
        BadInput.Json("a role outside the list", 422, "invalid-fields", "POST", "/api/v1/accounts", """{"name":"a","roles":["chief"]}"""),
        BadInput.Json("a name that is taken", 409, "account-name-taken", "POST", "/api/v1/accounts", """{"name":"{account}","roles":["auditor"]}"""),
        BadInput.Json("a short password", 422, "invalid-fields", "POST", "/api/v1/accounts", """{"name":"b","roles":["auditor"],"password":"secret"}"""),
        BadInput.Json("a camera that may also approve", 422, "invalid-fields", "POST", "/api/v1/accounts", """{"name":"c","roles":["camera","approver"]}"""),
        BadInput.Json("a camera account for no camera", 422, "invalid-fields", "POST", "/api/v1/accounts", """{"name":"d","roles":["camera"],"cameraIds":["{missing}"]}"""),
        BadInput.Json("a name that cannot be shown", 422, "invalid-fields", "POST", "/api/v1/accounts", """{"name":"e\u0007","roles":["auditor"]}"""),
    ];

    private static BadInput[] Gallery =>
    [
        BadInput.Json("a reshard into nothing named", 422, "invalid-fields", "POST", "/api/v1/gallery/generations", "{}"),
        BadInput.Json("a reshard into no shard", 422, "invalid-fields", "POST", "/api/v1/gallery/generations", """{"shards":0}"""),
        BadInput.Json("a reshard into more shards than there may be", 422, "invalid-fields", "POST", "/api/v1/gallery/generations", """{"shards":257}"""),
        BadInput.Json("a reshard into words", 400, "malformed-json", "POST", "/api/v1/gallery/generations", """{"shards":"four"}"""),
        BadInput.Json("an end to no reshard", 409, "no-reshard", "DELETE", "/api/v1/gallery/generations/4711", null),
        BadInput.Json("a generation that is no number", 404, "not-found", "DELETE", "/api/v1/gallery/generations/x", null),
    ];

    private static string Subject(string field, string value)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal)
        {
            ["referenceNumber"] = "\"bad-1\"",
            ["category"] = "\"wanted\"",
            ["legalInstrument"] = "\"warrant\"",
            ["legalReference"] = "\"1/2026\"",
            ["requestingUnit"] = "\"unit\"",
            ["necessity"] = "\"needed\"",
            ["reviewAt"] = "\"2027-01-01T00:00:00Z\"",
            ["expiresAt"] = "\"2027-02-01T00:00:00Z\"",
            [field] = value,
        };
        if (field == "expiresAt") fields.Remove("reviewAt");
        StringBuilder json = new("{");
        json.AppendJoin(',', fields.Select(pair => $"\"{pair.Key}\": {pair.Value}"));
        return json.Append('}').ToString();
    }
}
