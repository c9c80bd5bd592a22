using System.Globalization;

namespace FaceMatch.LoadTest.Serving;

/// <param name="SearchesComplete">Answered by every shard.</param>
/// <param name="SearchesIncomplete">Answered in part, and said so.</param>
/// <param name="EnrolledNotFound">Acknowledged, and not among the candidates of a complete search with the same picture afterwards. Must be 0.</param>
/// <param name="ClaimsBroken">Answers that said they were complete and missed a subject that was acknowledged before they were asked. Must be 0.</param>
internal sealed record ServeReport(
    double Seconds, IReadOnlyList<OperationReport> Operations, int SearchesComplete, int SearchesIncomplete, int Enrolled, int EnrolledNotFound, int ClaimsBroken)
{
    public bool Holds => EnrolledNotFound == 0 && ClaimsBroken == 0;

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        {string.Join(Environment.NewLine, Operations.Select(operation => operation.ToText()))}
        searches: {SearchesComplete} complete, {SearchesIncomplete} said to be incomplete
        {Enrolled} people enrolled and acknowledged, {EnrolledNotFound} of them not found afterwards
        {ClaimsBroken} answers claimed to be complete and missed somebody
        """);
}
