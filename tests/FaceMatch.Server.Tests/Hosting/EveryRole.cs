using FaceMatch.Core.Accounts;

namespace FaceMatch.Server.Tests.Hosting;

/// <summary>For tests of who may do what: a role that comes to be is asked about without anybody thinking of it.</summary>
public static class EveryRole
{
    public static TheoryData<Role> There => [.. Enum.GetValues<Role>()];

    public static TheoryData<Role> But(Role one) => [.. Enum.GetValues<Role>().Where(role => role != one)];
}
