using System.CommandLine;
using FaceMatch.Cli.Audit;
using FaceMatch.Cli.Evaluation;
using FaceMatch.Cli.Evaluation.Calibrations;
using FaceMatch.Cli.Gallery;
using FaceMatch.Cli.Import;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Search;
using FaceMatch.Cli.Terminal;
using FaceMatch.Cli.Watch;

namespace FaceMatch.Cli.Tests;

/// <summary>What a shell sees of one command line.</summary>
internal sealed record CliRun(int Status, string Output, string Error)
{
    public static async Task<CliRun> OfAsync(IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CliEnvironment environment = new(output, error, name => variables.GetValueOrDefault(name), TimeProvider.System);
        RootCommand root = new()
        {
            new ImportCommand(environment), new SearchCommand(environment), new WatchCommand(environment), new GalleryCommand(environment), new AuditCommand(environment),
            new ModelsCommand(environment), new EvaluateCommand(environment), new CalibrateCommand(environment),
        };
        int status = await root.RunAsync(args, environment, TestContext.Current.CancellationToken);
        return new CliRun(status, output.ToString(), error.ToString());
    }
}
