using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace FaceMatch.EndToEnd.Tests.Architecture;

/// <summary>The arrows between the rooms: they point inwards, to Core.</summary>
public sealed class ArrowsTests
{
    private static readonly string[] Rooms = ["Core", "Vision", "Index", "Cluster", "Storage", "Pipeline", "Console", "Server", "Cli"];

    private static readonly Dictionary<string, System.Reflection.Assembly> Assemblies = Rooms.ToDictionary(room => room, Load, StringComparer.Ordinal);

    private static readonly ArchUnitNET.Domain.Architecture House =
        new ArchLoader().LoadAssemblies([.. Assemblies.Values]).Build();

    [Theory]
    [InlineData("Core")]
    [InlineData("Vision", "Core")]
    [InlineData("Index", "Core")]
    [InlineData("Storage", "Core")]
    [InlineData("Pipeline", "Core")]
    [InlineData("Console", "Core")]
    [InlineData("Cluster", "Core", "Index")]
    [InlineData("Cli", "Core", "Vision", "Pipeline")]
    [InlineData("Server", "Core", "Vision", "Index", "Cluster", "Storage", "Pipeline", "Console")]
    public void A_room_knows_only_the_rooms_that_its_arrows_point_to(string room, params string[] known)
    {
        foreach (string other in Rooms.Except([room, .. known], StringComparer.Ordinal))
        {
            Types().That().ResideInAssembly(Assemblies[room])
                .Should().NotDependOnAny(Types().That().ResideInAssembly(Assemblies[other]))
                .Because($"{room} may know {(known.Length == 0 ? "nobody" : string.Join(", ", known))}, not {other}")
                .Check(House);
        }
    }

    [Theory]
    [InlineData("Index", "Orleans")]
    [InlineData("Index", "Microsoft.EntityFrameworkCore")]
    [InlineData("Index", "Microsoft.Data")]
    [InlineData("Index", "OpenCvSharp")]
    [InlineData("Vision", "Orleans")]
    [InlineData("Vision", "Microsoft.EntityFrameworkCore")]
    [InlineData("Pipeline", "Orleans")]
    [InlineData("Pipeline", "Microsoft.EntityFrameworkCore")]
    [InlineData("Storage", "Orleans")]
    [InlineData("Console", "Microsoft.EntityFrameworkCore")]
    [InlineData("Core", "Microsoft")]
    public void A_room_does_not_use_what_belongs_to_another(string room, string foreign)
    {
        Assert.Empty(Uses(room, foreign));
    }

    [Theory]
    [InlineData("Cluster", "Orleans")]
    [InlineData("Storage", "Microsoft.EntityFrameworkCore")]
    [InlineData("Vision", "OpenCvSharp")]
    public void A_use_that_is_allowed_is_seen_by_the_same_look(string room, string foreign) => Assert.NotEmpty(Uses(room, foreign));

    [Fact]
    public void Core_brings_no_package_with_it()
    {
        IEnumerable<string> foreign = Assemblies["Core"].GetReferencedAssemblies()
            .Select(assembly => assembly.Name ?? "")
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name != "netstandard" && name != "System");

        Assert.Empty(foreign);
    }

    private static IEnumerable<string> Uses(string room, string foreign) => House.Types
        .Where(type => type.Assembly.FullName == Assemblies[room].FullName && !IsCompilerMade(type))
        .SelectMany(type => type.Dependencies, (type, dependency) => (type, dependency.Target))
        .Where(use => use.Target.FullName.StartsWith(foreign + ".", StringComparison.Ordinal) && !IsCompilerMade(use.Target))
        .Select(use => $"{use.type.FullName} -> {use.Target.FullName}");

    /// <summary>Attributes such as EmbeddedAttribute, which the compiler writes into every assembly.</summary>
    private static bool IsCompilerMade(IType type) => type.FullName.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal);

    private static System.Reflection.Assembly Load(string room) =>
        System.Reflection.Assembly.Load(new AssemblyName(room == "Cli" ? "facematch" : $"FaceMatch.{room}"));
}
