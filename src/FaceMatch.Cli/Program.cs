using System.CommandLine;
using FaceMatch.Cli.Audit;
using FaceMatch.Cli.Demo;
using FaceMatch.Cli.Evaluation;
using FaceMatch.Cli.Evaluation.Calibrations;
using FaceMatch.Cli.Gallery;
using FaceMatch.Cli.Import;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Search;
using FaceMatch.Cli.Terminal;
using FaceMatch.Cli.Watch;

CliEnvironment environment = CliEnvironment.OfProcess();
RootCommand root = new("FaceMatch: proposes candidates from watchlists. It never says who somebody is; people decide.")
{
    new ImportCommand(environment),
    new SearchCommand(environment),
    new WatchCommand(environment),
    new GalleryCommand(environment),
    new AuditCommand(environment),
    new ModelsCommand(environment),
    new EvaluateCommand(environment),
    new CalibrateCommand(environment),
    new DemoCommand(environment),
};
return await root.RunAsync(args, environment);
