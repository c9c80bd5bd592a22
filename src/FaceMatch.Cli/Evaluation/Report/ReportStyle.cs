namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>The page's looks: dark on light, a serif-free face that every system has, and page breaks that keep tables whole.</summary>
internal static class ReportStyle
{
    public const string Sheet =
        """

        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.5rem 4rem; color: #1b1f24; background: #fff;
               font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 1rem; border-bottom: 3px solid #1f4e79; padding-bottom: .5rem; }
        h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; color: #1f4e79; }
        h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
        p { margin: .5rem 0; max-width: 52rem; }
        nav ol { margin: 0; padding-left: 1.5rem; }
        a { color: #1f4e79; }
        .table { overflow-x: auto; margin: 1rem 0 .25rem; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        caption { text-align: left; font-weight: 600; padding: 0 0 .35rem; }
        th, td { text-align: left; padding: .3rem .75rem .3rem 0; vertical-align: top; border-bottom: 1px solid #d4d9df; }
        thead th { border-bottom: 2px solid #8a949e; white-space: nowrap; }
        tbody th { font-weight: 400; }
        td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .note { font-size: .85rem; color: #4a535c; }
        figure { margin: 1.25rem 0; break-inside: avoid; }
        figure img { width: 100%; max-width: 46rem; height: auto; border: 1px solid #d4d9df; }
        figcaption { font-size: .85rem; color: #4a535c; max-width: 46rem; }
        dt { font-weight: 600; }
        dd { margin: 0 0 .5rem 1.5rem; }
        @media print {
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          section { break-before: auto; }
          h2, h3, caption { break-after: avoid; }
          tr, figure { break-inside: avoid; }
          .table { overflow: visible; }
        }

        """;
}
