using FaceMatch.Storage;

namespace FaceMatch.Server.Hosting;

/// <summary>Where the rooms behind the ports are put together.</summary>
public static class Composition
{
    public static void AddStorage(this WebApplicationBuilder builder, DataDirectory data) =>
        builder.Services.AddFaceMatchStorage(new StorageOptions(data.Path));
}
