using CsCheck;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Tests.Imports;

public sealed class ImportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Submitter = new("0199aaaa-0000-7000-8000-00000000000a");
    private static readonly Guid Second = new("0199aaaa-0000-7000-8000-00000000000b");

    [Fact]
    public void Every_row_is_accepted_or_rejected_and_counted_once()
    {
        Gen.Bool.List[0, 30].Sample(rows =>
        {
            Import import = Running(rows.Count);
            for (int row = 1; row <= rows.Count; row++)
            {
                if (rows[row - 1]) import.RowAccepted();
                else import.RowRejected(row, "file", "no-face", "no face was found");
            }

            import.Finish(duplicates: 0, unlikeImages: 0);

            Assert.Equal(rows.Count, import.RowsDone);
            Assert.Equal(import.RowsDone, import.Accepted + import.Rejections.Count);
            Assert.Equal(import.Accepted > 0 ? ImportState.AwaitingApproval : ImportState.Failed, import.State);
        });
    }

    [Fact]
    public void Only_another_account_approves_and_only_once_it_is_worked_through()
    {
        Import import = Running(1);
        Assert.Equal("not-awaiting-approval", Assert.Throws<RefusalException>(() => import.Approve(Second, Now)).Code);
        import.RowAccepted();
        import.Finish(duplicates: 0, unlikeImages: 0);

        Assert.Equal("same-person", Assert.Throws<RefusalException>(() => import.Approve(Submitter, Now)).Code);
        import.Approve(Second, Now);

        Assert.Equal((ImportState.Approved, Second), (import.State, import.ApprovedBy));
        Assert.Equal("not-awaiting-approval", Assert.Throws<RefusalException>(() => import.Approve(Second, Now)).Code);
    }

    private static Import Running(int rows) => new(Submitter, "Unit 4", "aa", "bb", rows, Now);
}
