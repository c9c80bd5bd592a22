namespace FaceMatch.Core.Evaluation;

/// <summary>A comparison whose outcome was an error, by the indices of its two images.</summary>
public readonly record struct ErrorPair(int First, int Second);

/// <summary>
/// Comparisons between different people of two groups, or within one, counted with a weight a person, so that rates can be
/// taken over replicates of <see cref="PersonBootstrap"/> without comparing anything again.
/// </summary>
/// <param name="personOf">Person of each image.</param>
public sealed class GroupComparisons(IReadOnlyList<int> personOf)
{
    /// <summary>Pairs of images of different people, one image of each group; within one group each pair once.</summary>
    /// <param name="first">Images of one group.</param>
    /// <param name="second">Images of the other; the same list for comparisons within a group.</param>
    /// <param name="weights">One a person; two people drawn w and v times are compared w x v times.</param>
    public double NonMated(IReadOnlyList<int> first, IReadOnlyList<int> second, ReadOnlySpan<int> weights)
    {
        Dictionary<int, double> firstByPerson = ByPerson(first, weights), secondByPerson = ByPerson(second, weights);
        double samePerson = firstByPerson.Sum(person => person.Value * secondByPerson.GetValueOrDefault(person.Key));
        double all = (firstByPerson.Values.Sum() * secondByPerson.Values.Sum()) - samePerson;
        return ReferenceEquals(first, second) ? all / 2 : all;
    }

    /// <summary>The errors among them.</summary>
    public double Errors(IEnumerable<ErrorPair> errors, ReadOnlySpan<int> weights)
    {
        double sum = 0;
        foreach (ErrorPair error in errors)
            sum += (double)weights[personOf[error.First]] * weights[personOf[error.Second]];
        return sum;
    }

    private Dictionary<int, double> ByPerson(IReadOnlyList<int> images, ReadOnlySpan<int> weights)
    {
        Dictionary<int, double> sums = [];
        foreach (int image in images)
        {
            int person = personOf[image];
            sums[person] = sums.GetValueOrDefault(person) + weights[person];
        }

        return sums;
    }
}
