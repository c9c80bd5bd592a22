namespace FaceMatch.Vision.Inference;

/// <summary>An input or output of a network as its graph declares it.</summary>
/// <param name="Shape">A dimension that is not fixed is -1.</param>
internal sealed record ModelValue(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Length of the last dimension.</summary>
    public int Columns => Shape.Count == 0 ? 1 : Shape[^1];

    public override string ToString() => $"{Name} [{string.Join('x', Shape)}]";
}
