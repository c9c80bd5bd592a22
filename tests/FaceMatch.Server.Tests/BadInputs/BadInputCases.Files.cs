using System.IO.Compression;
using System.Text;

namespace FaceMatch.Server.Tests.BadInputs;

/// <summary>Forms with files: images, imports, searches.</summary>
public static partial class BadInputCases
{
    private const string SubjectImages = "/api/v1/subjects/{pending}/images";
    private const string Multipart = "multipart/form-data; boundary=edge";
    private const long Megabyte = 1 << 20;

    private const string Header =
        "referenceNumber,file,category,legalInstrument,legalReference,requestingUnit,necessity,source,lawfulHolding,reviewAt,expiresAt\n";

    private static BadInput[] Images =>
    [
        BadInput.Json("JSON where a form is expected", 415, "unsupported-media-type", "POST", SubjectImages, "{}"),
        BadInput.Raw("a form without a boundary", 400, "malformed-form", SubjectImages, "multipart/form-data", "x"u8.ToArray()),
        BadInput.Raw("a form that ends early", 400, "malformed-form", SubjectImages, Multipart,
            "--edge\r\nContent-Disposition: form-data; name=\"image\"; filename=\"x\"\r\n\r\nhalf"u8.ToArray()),
        BadInput.Raw("a form of noise", 400, "malformed-form", SubjectImages, Multipart, [.. Enumerable.Range(0, 5000).Select(value => (byte)(value * 7))]),
        BadInput.Raw("a part without a name", 400, "malformed-form", SubjectImages, Multipart,
            "--edge\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--edge--\r\n"u8.ToArray()),
        BadInput.Form("a form without an image", 422, "invalid-fields", SubjectImages, ("source", "s"), ("lawfulHolding", "l")),
        BadInput.Form("three hundred parts", 400, "malformed-form", SubjectImages, [.. Enumerable.Range(0, 300).Select(part => ($"p{part}", (object)"x"))]),
        BadInput.Form("the image twice", 400, "malformed-form", SubjectImages, ("image", Pictures.Jpeg), ("image", Pictures.Png)),
        BadInput.Form("an image without its source", 422, "invalid-fields", SubjectImages, ("image", Pictures.Jpeg), ("lawfulHolding", "l")),
        BadInput.Form("an image for nobody", 404, "not-found", "/api/v1/subjects/{missing}/images", ("image", Pictures.Jpeg), ("source", "s"), ("lawfulHolding", "l")),
        Image("an empty file", 422, "invalid-fields", []),
        Image("text as an image", 422, "undecodable-image", "This is not a picture."u8.ToArray()),
        Image("an archive as an image", 422, "undecodable-image", Zip(("a.txt", "a"u8.ToArray()))),
        Image("a JPEG that ends early", 422, "undecodable-image", Pictures.Jpeg[..(Pictures.Jpeg.Length / 3)]),
        Image("a PNG that ends early", 422, "undecodable-image", Pictures.Png[..(Pictures.Png.Length / 3)]),
        Image("a JPEG of its first bytes only", 422, "undecodable-image", Pictures.Jpeg[..20]),
        Image("a PNG with noise inside", 422, "undecodable-image", Damaged(Pictures.Png)),
        Image("a PNG that claims 3.6 gigapixels", 413, "image-too-large", Pictures.PngClaiming(60_000, 60_000)),
        Image("a PNG that claims 200 megapixels", 413, "image-too-large", Pictures.PngClaiming(20_000, 10_000)),
        Image("a bitmap that claims 400 megapixels", 413, "image-too-large", Pictures.BmpClaiming(20_000, 20_000)),
        Image("a bitmap without rows", 422, "undecodable-image", Pictures.BmpClaiming(4_000, 4_000)),
        Image("a picture without a face", 422, "no-face", Pictures.Jpeg),
        BadInput.Declared("an image declared as 200 MB", 413, "image-too-large", SubjectImages, Multipart, 200 * Megabyte),
    ];

    private static BadInput[] Imports =>
    [
        BadInput.Form("an import without a manifest", 422, "invalid-fields", "/api/v1/imports", ("archive", Zip())),
        BadInput.Form("an import without an archive", 422, "invalid-fields", "/api/v1/imports", ("manifest", Manifest("1,a.jpg"))),
        Import("an empty manifest", 422, "manifest-empty", [], Zip()),
        Import("a manifest of a header only", 422, "manifest-empty", Encoding.UTF8.GetBytes(Header), Zip()),
        Import("a manifest that lacks columns", 422, "manifest-columns", "referenceNumber,file\n1,a.jpg\n"u8.ToArray(), Zip()),
        Import("a manifest of noise", 422, "malformed-manifest", [0xFF, 0x00, 0xC3, 0x28, 0x0A, 0xFE], Zip()),
        Import("a quote that never closes", 422, "malformed-manifest", [.. Encoding.UTF8.GetBytes(Header + "\""), .. Enumerable.Repeat((byte)'x', 100_000)], Zip()),
        Import("text as an archive", 422, "unreadable-archive", Manifest("1,a.jpg"), "not a zip"u8.ToArray()),
        Import("an empty archive", 422, "unreadable-archive", Manifest("1,a.jpg"), []),
        Import("an archive that ends early", 422, "unreadable-archive", Manifest("1,a.jpg"), Zip(("a.jpg", Pictures.Jpeg))[..^40]),
        Import("an archive that claims a directory of 4 GB", 422, "archive-too-large", Manifest("1,a.jpg"), Claiming(Zip(("a.jpg", Pictures.Jpeg)))),
        BadInput.Raw("an import that ends early", 400, "malformed-form", "/api/v1/imports", Multipart,
            "--edge\r\nContent-Disposition: form-data; name=\"manifest\"; filename=\"m\"\r\n\r\nhalf"u8.ToArray()),
        BadInput.Declared("an archive declared as 9 GB", 413, "archive-too-large", "/api/v1/imports", Multipart, 9_000 * Megabyte),
        BadInput.Json("the state of no import", 404, "not-found", "GET", "/api/v1/imports/x", null),
        BadInput.Json("approval of no import", 404, "not-found", "POST", "/api/v1/imports/{missing}/approve", null),
    ];

    private static BadInput[] Searches =>
    [
        BadInput.Form("a search without any field", 422, "invalid-fields", "/api/v1/searches", ("x", "y")),
        BadInput.Form("a search without a case", 422, "invalid-fields", "/api/v1/searches", ("image", Pictures.Jpeg), ("legalReference", "l"), ("justification", "j")),
        Search("a search for no candidates", 422, "invalid-fields", Pictures.Jpeg, ("limit", "0")),
        Search("a search for a million candidates", 422, "invalid-fields", Pictures.Jpeg, ("limit", "1000000")),
        Search("a search limit that is a word", 422, "invalid-fields", Pictures.Jpeg, ("limit", "all")),
        Search("a face before the first", 422, "invalid-fields", Pictures.Jpeg, ("faceIndex", "-1")),
        Search("a list that is no id", 422, "invalid-fields", Pictures.Jpeg, ("watchlistIds", "everybody")),
        Search("a list that is not there", 422, "unknown-watchlist", Pictures.Jpeg, ("watchlistIds", "{missing}")),
        Search("a probe that is text", 422, "undecodable-image", "probe"u8.ToArray()),
        Search("a probe without a face", 422, "no-face", Pictures.Png),
        Search("a probe that claims 200 megapixels", 413, "image-too-large", Pictures.PngClaiming(20_000, 10_000)),
        BadInput.Json("a search that is none", 404, "not-found", "GET", "/api/v1/searches/x", null),
        BadInput.Form("a verification against nothing", 422, "invalid-fields", "/api/v1/verifications",
            ("image", Pictures.Jpeg), ("caseReference", "c"), ("justification", "j")),
        BadInput.Form("a verification without a face", 422, "no-face", "/api/v1/verifications",
            ("image", Pictures.Jpeg), ("reference", Pictures.Png), ("caseReference", "c"), ("justification", "j")),
    ];

    private static BadInput Image(string name, int status, string code, byte[] image) =>
        BadInput.Form(name, status, code, SubjectImages, ("image", image), ("source", "s"), ("lawfulHolding", "l"));

    private static BadInput Import(string name, int status, string code, byte[] manifest, byte[] archive) =>
        BadInput.Form(name, status, code, "/api/v1/imports", ("manifest", manifest), ("archive", archive));

    private static BadInput Search(string name, int status, string code, byte[] image, params (string, object)[] more) =>
        BadInput.Form(name, status, code, "/api/v1/searches",
            [("image", image), ("caseReference", "c"), ("legalReference", "l"), ("justification", "j"), .. more]);

    private static byte[] Manifest(string row) => Encoding.UTF8.GetBytes(Header + row + ",wanted,w,1,u,n,s,l,2027-01-01,2027-02-01\n");

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Overwrites the size of the directory, 12 bytes into the record of 22 at the end.</summary>
    private static byte[] Claiming(byte[] zip)
    {
        zip.AsSpan(zip.Length - 22 + 12, 4).Fill(0xFF);
        return zip;
    }

    private static byte[] Damaged(byte[] png)
    {
        byte[] copy = [.. png];
        for (int at = 60; at < copy.Length - 20; at++) copy[at] = (byte)(at * 31);
        return copy;
    }
}
