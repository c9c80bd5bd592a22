using System.Globalization;
using System.Net;
using System.Text;

namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>
/// Writes sections as one HTML file that needs nothing else: plots are data URIs, there is no script, and the page's own
/// policy forbids the browser to fetch anything. All text is encoded here and nowhere else.
/// </summary>
internal static class ReportPage
{
    public static string Write(string title, IReadOnlyList<ReportSection> sections, IEnumerable<ReportTable> run)
    {
        StringBuilder page = new();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>{Encode(title)}</title>
            <style>{ReportStyle.Sheet}</style>
            </head>
            <body>
            <header><h1>{Encode(title)}</h1></header>
            <main>

            """);
        if (sections.Count > 1) Contents(page, sections);
        for (int i = 0; i < sections.Count; i++) Section(page, sections[i], i + 1);
        page.Append("<section><h2>Record of the run</h2>\n");
        foreach (ReportTable table in run) Table(page, table);
        page.Append("</section>\n<section><h2>Terms</h2><dl>\n");
        foreach ((string term, string meaning) in ReportTerms.All)
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Encode(term)}</dt><dd>{Encode(meaning)}</dd>\n");
        page.Append("</dl></section>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Contents(StringBuilder page, IReadOnlyList<ReportSection> sections)
    {
        page.Append("<nav aria-label=\"Contents\"><ol>\n");
        for (int i = 0; i < sections.Count; i++)
            page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#section-{i + 1}\">{Encode(sections[i].Title)}</a></li>\n");
        page.Append("</ol></nav>\n");
    }

    private static void Section(StringBuilder page, ReportSection section, int number)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section id=\"section-{number}\"><h2>{Encode(section.Title)}</h2>\n");
        foreach (ReportTable table in section.Tables) Table(page, table);
        foreach (ReportFigure figure in section.Figures)
        {
            string data = Convert.ToBase64String(Encoding.UTF8.GetBytes(figure.Svg));
            page.Append(
                CultureInfo.InvariantCulture, $"<figure><img alt=\"{Encode(figure.Caption)}\" src=\"data:image/svg+xml;base64,{data}\">"
                + $"<figcaption>{Encode(figure.Caption)}</figcaption></figure>\n");
        }

        page.Append("<h3>Protocol</h3>\n");
        foreach (string paragraph in section.Protocol) page.Append(CultureInfo.InvariantCulture, $"<p>{Encode(paragraph)}</p>\n");
        page.Append("</section>\n");
    }

    private static void Table(StringBuilder page, ReportTable table)
    {
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"table\"><table><caption>{Encode(table.Title)}</caption><thead><tr>");
        foreach (string column in table.Columns) page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Encode(column)}</th>");
        page.Append("</tr></thead><tbody>\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Encode(row[0])}</th>");
            foreach (string cell in row.Skip(1)) page.Append(CultureInfo.InvariantCulture, $"<td>{Encode(cell)}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
        if (table.Note.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Encode(table.Note)}</p>\n");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
