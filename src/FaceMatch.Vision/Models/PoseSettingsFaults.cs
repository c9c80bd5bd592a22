namespace FaceMatch.Vision.Models;

/// <summary>What is wrong with the pose section of a manifest.</summary>
internal static class PoseSettingsFaults
{
    public static IEnumerable<string> Of(PoseSettings pose)
    {
        if (pose.Input is not [1, 3, > 0, > 0] || pose.Input[2] != pose.Input[3])
            yield return "pose.input must be [1, 3, side, side]";
        if (pose.Normalisation.Channels == ChannelOrder.Gray) yield return "pose.normalisation.channels must be bgr or rgb";
        if (pose.Normalisation.Divisor.HasZero) yield return "pose.normalisation.divisor must not be 0";
        if (pose.Bins < 2) yield return "pose.bins must be at least 2";
        if (pose.BinDegrees is not (> 0 and <= 90)) yield return "pose.binDegrees must be above 0 and at most 90";
    }
}
