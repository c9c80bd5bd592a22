using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// In process: the project that BenchmarkDotNet would generate meets this repository's central packages and warnings as
// errors. Short: three iterations tell what a table of this spread needs. Patient: a graph of a million takes most of an hour to build.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromHours(4), logOutput: true)));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
