using System.Runtime.Versioning;

// Processes, signals and file modes as on the Debian that the product runs on.
[assembly: SupportedOSPlatform("linux")]
