using System.CommandLine;
using FaceMatch.LoadTest;

return new RootCommand("Loads FaceMatch and reports how long it takes.") { SearchCommand.Create() }
    .Parse(args)
    .Invoke();
