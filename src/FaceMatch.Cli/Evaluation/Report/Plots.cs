using FaceMatch.Core.Evaluation;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>A named line of a plot; points by rising x.</summary>
internal sealed record PlotLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Draws the plots of a report. Colours are those of Okabe and Ito, which colour-blind readers can tell apart.</summary>
internal static class Plots
{
    private const int Width = 920;
    private const int Height = 520;

    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

    /// <summary>Of upright lines at thresholds, from the loosest to the strictest.</summary>
    private static readonly string[] Grays = ["#9AA0A6", "#5F6368", "#202124"];

    /// <summary>Lines of few points carry these, so that they can be told apart in a black and white print.</summary>
    private static readonly MarkerShape[] Markers =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.OpenCircle, MarkerShape.OpenSquare];

    /// <summary>More points than this make a curve, not a line between points.</summary>
    private const int FewPoints = 30;

    /// <summary>Beyond so many decades only their beginnings are labelled.</summary>
    private const double DecadesWithSteps = 3;

    private const string Font = "DejaVu Sans";

    /// <summary>Both axes logarithmic: rates over decades.</summary>
    public static string Det(string falsePositives, string falseNegatives, IReadOnlyList<PlotLine> lines) =>
        Draw(falsePositives, falseNegatives, [.. lines.Select(Logarithmic)], logarithmicX: true, logarithmicY: true);

    /// <summary>x logarithmic, y from 0 to 1: a ROC, or rates over gallery size.</summary>
    public static string OverDecades(string across, string up, IReadOnlyList<PlotLine> lines, bool percentAcross) =>
        Draw(across, up, [.. lines.Select(line => line with { Points = [.. line.Points.Where(point => point.X > 0).Select(point => (Math.Log10(point.X), point.Y))] })],
            logarithmicX: true, logarithmicY: false, percentX: percentAcross);

    /// <summary>Both axes as they are; y is a rate.</summary>
    public static string Linear(string across, string up, IReadOnlyList<PlotLine> lines, bool percentAcross) =>
        Draw(across, up, lines, logarithmicX: false, logarithmicY: false, percentX: percentAcross);

    /// <summary>Shares of scores by bin, mated and non-mated over each other, and thresholds as upright lines.</summary>
    public static string Histogram(
        IReadOnlyList<(string Name, ScoreHistogram Histogram)> histograms, IReadOnlyList<(string Name, double Cosine)> thresholds,
        string across = "Cosine", string up = "Share of scores")
    {
        using Plot plot = New(across, up);
        for (int i = 0; i < histograms.Count; i++)
        {
            (string name, ScoreHistogram histogram) = histograms[i];
            double[] x = [.. histogram.Shares.Select((_, bin) => histogram.Low + ((bin + 0.5) * histogram.Width))];
            FillY area = plot.Add.FillY(x, new double[x.Length], [.. histogram.Shares]);
            area.FillColor = Color.FromHex(Colours[i]).WithAlpha(0.35);
            area.LineColor = Color.FromHex(Colours[i]);
            area.LegendText = name;
        }

        for (int i = 0; i < thresholds.Count; i++)
        {
            VerticalLine line = plot.Add.VerticalLine(thresholds[i].Cosine, 2, Color.FromHex(Grays[i % Grays.Length]));
            line.LegendText = thresholds[i].Name;
        }

        Percent(plot.Axes.Left);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        return plot.GetSvgXml(Width, Height);
    }

    private static PlotLine Logarithmic(PlotLine line) => line with
    {
        Points = [.. line.Points.Where(point => point.X > 0 && point.Y > 0).Select(point => (Math.Log10(point.X), Math.Log10(point.Y)))],
    };

    private static string Draw(
        string across, string up, IReadOnlyList<PlotLine> lines, bool logarithmicX, bool logarithmicY, bool percentX = true)
    {
        using Plot plot = New(across, up);
        for (int i = 0; i < lines.Count; i++)
        {
            Scatter line = plot.Add.Scatter(
                lines[i].Points.Select(point => point.X).ToArray(), lines[i].Points.Select(point => point.Y).ToArray(),
                Color.FromHex(Colours[i % Colours.Length]));
            line.LegendText = lines[i].Name;
            line.LineWidth = 2;
            line.MarkerShape = Markers[i % Markers.Length];
            line.MarkerSize = lines[i].Points.Count <= FewPoints ? 8 : 0;
        }

        plot.Axes.AutoScale();
        AxisLimits limits = plot.Axes.GetLimits();
        if (logarithmicX) Decades(plot.Axes.Bottom, limits.Left, limits.Right, percentX);
        else if (percentX) Percent(plot.Axes.Bottom);
        if (logarithmicY) Decades(plot.Axes.Left, limits.Bottom, limits.Top, percent: true);
        else Percent(plot.Axes.Left);
        return plot.GetSvgXml(Width, Height);
    }

    private static Plot New(string across, string up)
    {
        Plot plot = new();
        plot.Font.Set(Font);
        plot.XLabel(across);
        plot.YLabel(up);
        plot.Grid.MajorLineColor = Color.FromHex("#D4D9DF");
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        return plot;
    }

    /// <summary>Labels at 1, 2 and 5 of each decade, since errors of a good system often lie within one.</summary>
    private static void Decades(IAxis axis, double from, double to, bool percent)
    {
        NumericManual ticks = new();
        bool steps = to - from <= DecadesWithSteps;
        for (double decade = Math.Floor(from); decade <= to; decade++)
            for (int step = 1; step < 10; step++)
            {
                double value = step * Math.Pow(10, decade);
                if (step == 1 || (steps && step is 2 or 5))
                    ticks.AddMajor(Math.Log10(value), Label(value, percent));
                else
                    ticks.AddMinor(Math.Log10(value));
            }

        axis.TickGenerator = ticks;
    }

    private static string Label(double value, bool percent) =>
        percent ? Report.Format.Target(value) : Report.Format.Text($"{value:G6}");

    private static void Percent(IAxis axis) => axis.TickGenerator = new NumericAutomatic
    {
        LabelFormatter = Report.Format.Target,
    };
}
