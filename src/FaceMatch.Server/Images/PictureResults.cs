using FaceMatch.Core.Subjects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Images;

public static class PictureResults
{
    public static FileContentHttpResult ToResult(this StoredPicture picture) =>
        TypedResults.Bytes(picture.Bytes, picture.MediaType);
}
